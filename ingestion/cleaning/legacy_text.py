"""Files typed with legacy fonts: found, turned into Unicode, and said so (rule TEXT-01)."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.cleaning.legacy_encodings import Encoding, candidates, decoded, legacy_words
from quality.issues.shape import FINDING

FEWEST_WORDS = 2  # a single odd word is a slip of the keyboard, not a font
_FONT_VI: dict[str, str] = {"TCVN3": "TCVN3 (ABC, phông .VnTime)", "VNI": "VNI (phông VNI-Times)"}
_UNICODE_ONLY = "[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]"
# bytes beyond characters = something beyond ASCII; one cheap pass over a batch
_BEYOND = (pl.col("kind") == "s") & (pl.col("text").str.len_bytes() > pl.col("text").str.len_chars())


class Decoded(NamedTuple):
    """Cells with Unicode texts, what was in those that changed, and a finding a file."""

    cells: pl.DataFrame  # shape CELL
    typed: pl.DataFrame  # submission_id, sheet, cell, typed: the text as it is in the file
    findings: pl.DataFrame  # shape FINDING


def decode_legacy(cells: pl.DataFrame) -> Decoded:
    """Turn texts of legacy fonts into Unicode.

    A text is converted when reading it so makes every accented word of it Vietnamese and without that some are
    not. In a file that is legacy throughout (no text of it needs Unicode), texts that could be either are
    converted too; beside Unicode texts they stay as they are.

    Args:
        cells: shape CELL.
    """
    beyond = cells.filter(_BEYOND)
    latin = beyond.filter(~pl.col("text").str.contains(_UNICODE_ONLY))
    ranked = {text: found for text in latin["text"].unique() if (found := candidates(text))}
    if not ranked:
        return Decoded(cells, _no_typed(), pl.DataFrame(schema=FINDING))
    chosen = _encoding_of_files(latin, ranked)
    unicode_files = beyond.filter(pl.col("text").str.contains(_UNICODE_ONLY))["submission_id"].unique()
    files = latin.join(chosen, on="submission_id").with_columns(
        throughout=~pl.col("submission_id").is_in(unicode_files.implode())
    )
    pairs = files.select("text", "encoding", "throughout").unique()
    read = [_read(*pair) for pair in pairs.iter_rows()]
    new = pairs.with_columns(pl.Series("new", read, dtype=pl.String)).filter(pl.col("new") != pl.col("text"))
    changed = files.join(new, on=["text", "encoding", "throughout"])
    place = ["submission_id", "sheet", "cell"]
    whole = cells.join(changed.select(*place, "new"), on=place, how="left", maintain_order="left")
    return Decoded(
        whole.with_columns(text=pl.coalesce("new", "text")).select(cells.columns),
        changed.select(*place, typed="text"),
        _findings(changed),
    )


def maybe_legacy(cells: pl.DataFrame) -> pl.Series:
    """Texts of ``cells`` (kind, text) that a legacy font would explain: ``decode_legacy`` changes no others."""
    latin = cells.filter(_BEYOND & ~pl.col("text").str.contains(_UNICODE_ONLY))
    return pl.Series("text", [text for text in latin["text"].unique() if candidates(text)], dtype=pl.String)


def _encoding_of_files(latin: pl.DataFrame, ranked: dict[str, list[tuple[int, Encoding]]]) -> pl.DataFrame:
    """submission_id, encoding: the one that explains most words of a file, if it explains enough."""
    votes = pl.DataFrame(
        [(text, encoding, words) for text, found in ranked.items() for words, encoding in found],
        schema={"text": pl.String, "encoding": pl.String, "words": pl.Int64},
        orient="row",
    )
    return (
        latin.select("submission_id", "text")
        .unique()
        .join(votes, on="text")
        .group_by("submission_id", "encoding")
        .agg(pl.col("words").sum())
        .filter(pl.col("words") >= FEWEST_WORDS)
        .sort("submission_id", "words", "encoding", descending=[False, True, False])
        .unique("submission_id", keep="first", maintain_order=True)
        .select("submission_id", "encoding")
    )


def _read(text: str, encoding: Encoding, throughout: bool) -> str | None:
    if legacy_words(text, encoding):
        return decoded(text, encoding)
    if throughout and _could_be(text, encoding):
        return decoded(text, encoding)
    return None


def _could_be(text: str, encoding: Encoding) -> bool:
    # one more word that is surely legacy makes the whole text one: what is left to ask is that every word fits
    sure = {"TCVN3": "§Þnh", "VNI": "Ñònh"}[encoding]
    return bool(legacy_words(f"{sure} {text}", encoding))


def _no_typed() -> pl.DataFrame:
    return pl.DataFrame(schema={"submission_id": pl.String, "sheet": pl.String, "cell": pl.String, "typed": pl.String})


def _findings(changed: pl.DataFrame) -> pl.DataFrame:
    first = changed.sort("sheet", "row_no", "col_no").group_by("submission_id", maintain_order=True)
    return first.agg(pl.len().alias("cells"), pl.col("encoding", "sheet", "cell", "new").first()).select(
        "submission_id",
        line_no=pl.lit(0, pl.Int32),
        rule_id=pl.lit("TEXT-01"),
        field=pl.lit(None, pl.String),
        related_fields=pl.lit(None, pl.String),
        expected=pl.format("{} ô (ví dụ {}!{}: “{}”)", "cells", "sheet", "cell", pl.col("new").str.slice(0, 60)),
        detail=pl.col("encoding").replace_strict(_FONT_VI, return_dtype=pl.String),
    )
