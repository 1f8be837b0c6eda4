"""A batch of files in memory -> which may be kept, which with names struck out, which not and why.

A file that cannot be opened cannot be looked at, so nothing of it is kept either.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.cleaning.legacy_text import decode_legacy
from ingestion.landing.looked_at_whole import looked_at_whole
from ingestion.landing.redaction import struck_out
from ingestion.landing.signatures import declared_places, signed_names
from ingestion.parsing.parse_batch import ParsedBatch, Received, parse_batch
from ingestion.parsing.unfold import unfolded
from ingestion.shapes import OPENING, REFUSED
from quality.personal_data.allowed import Allowed
from quality.personal_data.guard import decide, look
from quality.personal_data.shape import TEXT


class Inspected(NamedTuple):
    """What came of looking at a batch."""

    parsed: (
        ParsedBatch  # openings of every file; cells, texts and findings only of files that are kept, as they are kept
    )
    refusals: pl.DataFrame  # shape REFUSED: one row a reason
    struck: dict[str, bytes]  # bytes to keep instead of those that came, by submission


def inspect_batch(files: list[Received], allowed: Allowed) -> Inspected:
    """Open, parse and look at every file of a batch."""
    parsed = parse_batch(files, folded=True)
    parsed = unfolded(parsed, looked_at_whole(parsed, allowed))
    texts = _texts(parsed)
    hits = pl.concat([look(texts, allowed), signed_names(parsed.cells, texts, allowed)])
    hits = hits.unique(["submission_id", "part", "sheet", "cell", "kind"], maintain_order=True)
    struck: dict[str, bytes] = {}
    if hits.height:
        parsed = unfolded(parsed, hits["submission_id"])
        decisions = decide(hits, declared_places(parsed.cells, hits))
        wanted = [f for f in files if decisions.get(f.submission_id) == "redact"]
        struck, copies = _redacted(wanted, parsed, hits, allowed)
        hits = hits.filter(~pl.col("submission_id").is_in(list(struck)))
        parsed = _only_kept(parsed, hits, struck, copies)
    return Inspected(parsed, pl.concat([_unopened(parsed.openings), _refused(hits, parsed.openings)]), struck)


def _texts(parsed: ParsedBatch) -> pl.DataFrame:
    """Every text of the batch (shape TEXT): cells in Unicode, and what stands outside them."""
    cells = decode_legacy(parsed.cells).cells.with_columns(part=pl.lit("cell")).select(TEXT.names())
    place = ["submission_id", "sheet"]
    first = pl.struct(place).rle_id().diff().fill_null(1) != 0  # of the rows of a sheet
    named = parsed.cells.lazy().select(place).filter(first).collect().unique()
    sheets = named.with_columns(part=pl.lit("sheet_name"), cell=pl.lit(None, pl.String), text="sheet")
    names = parsed.texts.columns
    nowhere = pl.lit(None, pl.Int32)
    outside = (
        pl.concat([parsed.texts, sheets.select(names)])
        .with_columns(row_no=nowhere, col_no=nowhere, kind=pl.lit("s"))
        .select(TEXT.names())
    )
    return pl.concat([cells, outside])


def _redacted(
    files: list[Received], parsed: ParsedBatch, hits: pl.DataFrame, allowed: Allowed
) -> tuple[dict[str, bytes], ParsedBatch]:
    """Copies without the names, each opened again: it must say what the original said, and hold nothing personal."""
    formats = dict(parsed.openings.select("submission_id", "file_format").iter_rows())
    made: dict[str, bytes] = {}
    for file in files:
        names = hits.filter(pl.col("submission_id") == file.submission_id)
        cells = parsed.cells.filter(pl.col("submission_id") == file.submission_id)
        copy = struck_out(file.content, formats[file.submission_id], cells, names)
        if copy is not None:
            made[file.submission_id] = copy
    copies = parse_batch(
        Received(f.submission_id, f.source_name, made[f.submission_id]) for f in files if f.submission_id in made
    )
    place = ["submission_id", "sheet", "cell"]
    touched = hits.filter(pl.col("part") == "cell").select(place)
    before = parsed.cells.filter(pl.col("submission_id").is_in(list(made))).join(touched, on=place, how="anti")
    after = copies.cells.join(touched, on=place, how="anti")
    told = [*place, "text"]
    lost = pl.concat([before.join(after, on=told, how="anti"), after.join(before, on=told, how="anti")])
    bad = {
        *lost["submission_id"],
        *look(_texts(copies), allowed)["submission_id"],
        *signed_names(copies.cells, _texts(copies), allowed)["submission_id"],
        *copies.openings.filter(pl.col("problem_rule_id").is_not_null())["submission_id"],
    }
    good = {sid: content for sid, content in made.items() if sid not in bad}
    kept = (frame.filter(pl.col("submission_id").is_in(list(good))) for frame in copies[:4])
    return good, ParsedBatch(*kept)  # whole, so there are no printed words beside them


def _only_kept(parsed: ParsedBatch, hits: pl.DataFrame, struck: dict[str, bytes], copies: ParsedBatch) -> ParsedBatch:
    gone = pl.col("submission_id").is_in([*hits["submission_id"].unique(), *struck])
    refused = hits.group_by("submission_id", maintain_order=True).agg(problem_rule_id=pl.col("rule_id").first())
    openings = parsed.openings.join(refused, on="submission_id", how="left", suffix="_hit").with_columns(
        problem_rule_id=pl.coalesce("problem_rule_id_hit", "problem_rule_id"),
        cells=pl.when(pl.col("problem_rule_id_hit").is_null()).then("cells").otherwise(0),
    )
    return ParsedBatch(
        openings.select([pl.col(n).cast(t) for n, t in OPENING.items()]),
        *(
            pl.concat([mine.filter(~gone), theirs])
            for mine, theirs in (
                (parsed.cells, copies.cells),
                (parsed.texts, copies.texts),
                (parsed.findings, copies.findings),
            )
        ),
    )._replace(printed=parsed.printed)


def _unopened(openings: pl.DataFrame) -> pl.DataFrame:
    bad = openings.filter(pl.col("problem_rule_id").str.starts_with("OPEN"))
    nothing = {name: pl.lit(None, pl.String) for name in ("part", "sheet", "cell", "kind", "masked_sample")}
    rows = bad.with_columns(position=pl.lit(0), rule_id="problem_rule_id", detail="problem_detail", **nothing)
    return rows.select([pl.col(n).cast(t) for n, t in REFUSED.items()])


def _refused(hits: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    rows = (
        hits.join(openings.select("submission_id", "file_format"), on="submission_id")
        .sort("submission_id", maintain_order=True)
        .with_columns(
            position=pl.int_range(pl.len()).over("submission_id"),
            masked_sample="masked",
            detail=pl.lit(None, pl.String),
        )
    )
    return rows.select([pl.col(n).cast(t) for n, t in REFUSED.items()])
