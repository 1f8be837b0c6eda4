"""Files that were carried without their printed part, whole again: cell for cell as they were read."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ingestion.parsing.parse_chunk import ParsedBatch
from ingestion.shapes import CELL, PRINTED

_ROW, _SHEET, _FILE = 1 << 14, 1 << 34, 1 << 44  # a place as one number: column, row, sheet, file


def unfolded(parsed: ParsedBatch, submission_ids: pl.Series | None = None) -> ParsedBatch:
    """``parsed`` with ``submission_ids`` (None: every file) whole; words that no file is left to are gone."""
    wanted = pl.lit(value=True) if submission_ids is None else pl.col("submission_id").is_in(submission_ids.implode())
    here = wanted & pl.col("printed").is_not_null()
    openings = parsed.openings.filter(here)
    if openings.is_empty():
        return parsed
    own = pl.col("submission_id").is_in(openings["submission_id"].implode())
    of_parts = openings.select("submission_id", "printed").join(
        parsed.printed.filter(pl.col("part") != "cell"), on="printed"
    )
    left = parsed.openings.with_columns(printed=pl.when(here).then(None).otherwise("printed"))
    return parsed._replace(
        openings=left,
        cells=pl.concat([parsed.cells.filter(~own), whole_cells(parsed.cells.filter(own), openings, parsed.printed)]),
        texts=pl.concat([parsed.texts, of_parts.select(parsed.texts.columns)]),
        printed=parsed.printed.filter(pl.col("printed").is_in(left["printed"].implode())),
    )


def whole_cells(cells: pl.DataFrame, openings: pl.DataFrame, printed: pl.DataFrame) -> pl.DataFrame:
    """Every cell of files (shape CELL), in the order of the files and of their sheets.

    Args:
        cells: shape CELL, of files of ``openings`` only.
        openings: submission_id, printed; of files without a printed part ``cells`` has everything.
        printed: shape PRINTED.

    Raises:
        LookupError: the words of a file are not among them.
    """
    folded = openings.filter(pl.col("printed").is_not_null()).select("submission_id", "printed").with_row_index("file")
    if folded.is_empty():
        return cells
    words = printed.filter(pl.col("part") == "cell")
    if missing := set(folded["printed"]) - set(words["printed"]):
        raise LookupError(f"printed words {sorted(missing)} are not there")
    sheets = words.select("printed", "sheet", "sheet_no").unique()
    own = cells.join(folded, on="submission_id").join(sheets, on=["printed", "sheet"], how="left")
    columns = [*CELL.names(), "file", "sheet_no"]
    both = pl.concat([own.select(columns), folded.join(words, on="printed").select(columns)])
    place = (
        pl.col("file").cast(pl.Int64) * _FILE + pl.col("sheet_no") * _SHEET + pl.col("row_no") * _ROW + pl.col("col_no")
    )
    whole = both.sort(place).select(CELL.names())
    rest = cells.join(folded, on="submission_id", how="anti") if folded.height < openings.height else cells.clear()
    return pl.concat([rest, whole])


def read_openings(file: Path) -> pl.DataFrame:
    """Openings of a batch (shape OPENING) from the lake; what was written before words were carried apart is whole."""
    openings = pl.read_parquet(file)
    return openings if "printed" in openings.columns else openings.with_columns(printed=pl.lit(None, pl.String))


def read_printed(file: Path) -> pl.DataFrame:
    """Words of a batch (shape PRINTED) from the lake; none where it was written before words were carried apart."""
    return pl.read_parquet(file) if file.exists() else no_printed()


def no_printed() -> pl.DataFrame:
    """Shape PRINTED, empty."""
    return pl.DataFrame(schema=PRINTED)
