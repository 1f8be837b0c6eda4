"""The guard: every text of a batch of files in, findings out; and what becomes of each file.

Belongs here: the order of the questions and their cost. A text is looked at once a batch however
often it stands there, and only where a cheap question says it may hold something.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from quality.personal_data import secrecy
from quality.personal_data.allowed import Allowed
from quality.personal_data.closed_schema import personal_cells
from quality.personal_data.folding import fold, normalise
from quality.personal_data.labels import labels_around
from quality.personal_data.mask import mask
from quality.personal_data.patterns import kinds
from quality.personal_data.scan import SHORTEST, scan, worth_scanning
from quality.personal_data.shape import HIT

Decision = Literal["clean", "redact", "refuse", "secret"]

_PLAIN_DATE = r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?: 00:00:00)?$"
_MANY_DIGITS = r"\d(?:\D{0,3}\d){5,}"


def look(texts: pl.DataFrame, allowed: Allowed) -> pl.DataFrame:
    """Findings (shape HIT) in every text of a batch (shape TEXT).

    A file with a secrecy mark is not looked at further: its marks are its only findings.
    """
    distinct = worth_reading(texts, allowed)
    plain = [normalise(text) for text in distinct]
    folded = dict(zip(distinct, map(fold, plain), strict=True))
    secret = secrecy.marked(texts, folded)
    hits = [_hits(secret.with_columns(pd_kind=pl.lit("secrecy"), found="text", pd_rule=pl.lit(secrecy.RULE_ID)))]
    rest = texts.join(secret.select("submission_id"), on="submission_id", how="anti") if secret.height else texts
    rows = _scanned(rest, dict(zip(distinct, plain, strict=True)), folded, allowed)
    columns = personal_cells(rest.filter(pl.col("part") == "cell"), folded, allowed)
    rows += [(*row, row[-2]) for row in columns.select(*texts.columns, "label_kind").iter_rows()]
    if rows:
        shape = dict(texts.schema) | {"pd_kind": pl.String, "found": pl.String}
        found = pl.DataFrame(rows, schema=shape, orient="row")
        rules = {name: kind.rule_id for name, kind in kinds().items()}
        hits.append(_hits(found.with_columns(pd_rule=pl.col("pd_kind").replace_strict(rules))))
    every = pl.concat(hits)
    return every.unique(["submission_id", "part", "sheet", "cell", "kind"], maintain_order=True)


def decide(hits: pl.DataFrame, redactable: pl.DataFrame) -> dict[str, Decision]:
    """What becomes of each file that has findings; a file that is not named is clean.

    Args:
        hits: shape HIT.
        redactable: submission_id, part, sheet, cell where a name may be struck out (signature blocks, authors).
    """
    place = ["submission_id", "part", "sheet", "cell"]
    struck = hits.filter(pl.col("kind") == "person_name").join(redactable, on=place, how="semi", nulls_equal=True)
    decisions: dict[str, Decision] = dict.fromkeys(struck["submission_id"], "redact")
    others = hits.join(struck, on=[*place, "kind"], how="anti", nulls_equal=True)
    for submission_id, kind in others.select("submission_id", "kind").iter_rows():
        decisions[submission_id] = "secret" if kind == "secrecy" else "refuse"
    return decisions


def worth_reading(texts: pl.DataFrame, allowed: Allowed) -> list[str]:
    """Distinct texts that can say anything: no plain counts, no words of the forms."""
    long = texts.filter(
        ((pl.col("kind") == "s") & (pl.col("text").str.len_bytes() >= SHORTEST))
        | (~pl.col("kind").is_in(["s", "d", "b"]) & (pl.col("text").str.len_bytes() > 8))
    )["text"].unique()
    says = long.str.contains(r"\p{L}|@") | (long.str.contains(_MANY_DIGITS) & ~long.str.contains(_PLAIN_DATE))
    return [text for text in long.filter(says).sort() if text not in allowed.texts]


def numbers_in(texts: pl.Series) -> pl.Series:
    """Which texts hold a number that might name somebody."""
    return texts.str.contains(_MANY_DIGITS)


def _scanned(
    texts: pl.DataFrame, plain: dict[str, str], folded: dict[str, str], allowed: Allowed
) -> list[tuple[object, ...]]:
    distinct = pl.Series(list(plain), dtype=pl.String)
    said = pl.Series([plain[text] for text in distinct], dtype=pl.String)
    wanted = distinct.filter(worth_scanning(said, pl.Series([folded[t] for t in distinct], dtype=pl.String)))
    with_number = numbers_in(wanted)
    numbered = wanted.filter(with_number)
    # only of texts with a number does anything depend on where they stand: the others are asked once, not once a row
    alone = wanted.filter(~with_number)
    holding = [text for text in alone if scan(plain[text], "s", frozenset(), allowed)]
    rows = texts.filter(pl.col("text").is_in([*numbered, *holding]))
    if rows.is_empty():
        return []
    around = labels_around(rows.filter(pl.col("text").is_in(numbered.implode()) & (pl.col("part") == "cell")), texts)
    memory: dict[tuple[str, str, frozenset[str]], list[tuple[str, str]]] = {}
    found = []
    for row in rows.iter_rows():
        submission_id, part, sheet, cell, _, _, kind, text = row
        context = around.get((submission_id, sheet, cell), frozenset()) if part == "cell" else frozenset()
        key = (text, kind, context)
        if key not in memory:
            spans = scan(plain[text], kind, context, allowed)
            memory[key] = [(span.kind, plain[text][span.start : span.end]) for span in spans]
        found += [(*row, pd_kind, said) for pd_kind, said in memory[key]]
    return found


def _hits(rows: pl.DataFrame) -> pl.DataFrame:
    """Shape HIT; where a sheet's name or a key is itself personal, it is not shown as a place."""
    said = [secrecy.shown(t) if k == "secrecy" else mask(t) for t, k in rows.select("found", "pd_kind").iter_rows()]
    masked = pl.Series(said, dtype=pl.String)
    shown = rows.with_columns(
        sheet=pl.when(pl.col("part") == "sheet_name").then(masked).otherwise("sheet"),
        cell=pl.when(pl.col("part") == "json_key").then(None).otherwise("cell"),
        kind="pd_kind",
        rule_id="pd_rule",
        masked=masked,
    )
    return shown.select([pl.col(n).cast(t) for n, t in HIT.items()])
