"""What candidates filled in, in numbers: which file, which field; and which of them say something anywhere else."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from ingestion.faultless.names import name_numbers
from ingestion.faultless.places import DOCUMENT, Places, document, harmless_notes
from ingestion.parsing import json_document
from ingestion.parsing.delimited import VALUE_COLUMN
from quality.return_slip.first_sheet import KEY_MARK

_REMARK = "/note"  # on the whole document; answers nothing
_ROW = 1 << 24  # a row of a source as one number


class FilledCells(NamedTuple):
    """Cells of a batch of candidates at places of fields."""

    cells: pl.DataFrame  # file_no, name_no, kind, text
    strange: pl.Series  # file_no of files that say something elsewhere, or answer a return slip


def filled_cells(cells: pl.DataFrame, files: pl.Series, places: Places) -> FilledCells:
    """Cells of ``files`` (submission_ids; their positions are the file_no) among ``cells`` (shape CELL)."""
    numbered = cells.select(
        file_numbers(cells, files).alias("file_no"), "sheet", "row_no", "col_no", "cell", "kind", "text"
    ).filter(pl.col("file_no").is_not_null())
    if (places.of_file == DOCUMENT).all():
        return _of_documents(numbered)
    source = places.of_file.gather(numbered["file_no"])
    parts = [
        _of_documents(numbered.filter(source == DOCUMENT)),
        _of_reports(numbered.with_columns(source.alias("source")).filter(source != DOCUMENT), places),
    ]
    return FilledCells(pl.concat([p.cells for p in parts]), pl.concat([p.strange for p in parts]).unique())


def file_numbers(cells: pl.DataFrame, files: pl.Series) -> pl.Series:
    """For each row of ``cells`` the position of its submission in ``files``; null where it is none of them."""
    runs = cells["submission_id"].rle()  # rows of a file stand together: it is looked up once, not once a row
    numbers = pl.int_range(len(files), dtype=pl.UInt32, eager=True)
    ids = runs.struct.field("value").replace_strict(files, numbers, default=None, return_dtype=pl.UInt32)
    return ids.gather(cells["submission_id"].rle_id())


def _of_documents(cells: pl.DataFrame) -> FilledCells:
    inside = (pl.col("sheet") == json_document.SHEET) & (pl.col("row_no") == 0)
    names = pl.col("cell").replace_strict(_pointers(), default=None, return_dtype=pl.UInt16)
    named = cells.select("file_no", pl.when(inside).then(names).alias("name_no"), "cell", "kind", "text")
    known = pl.col("name_no").is_not_null()
    answers = pl.col("text").str.starts_with(KEY_MARK)
    odd = (~known & (pl.col("cell") != _REMARK)) | answers
    return FilledCells(named.filter(known).drop("cell"), named.filter(odd.fill_null(value=True))["file_no"].unique())


def _of_reports(cells: pl.DataFrame, places: Places) -> FilledCells:
    """A file carried without its words has cells of one sheet only, in the columns of figures and notes."""
    at = [
        (number * _ROW + row_no, name_no)
        for number, source in enumerate(places.sources)
        if number != DOCUMENT
        for name_no, (_, row_no, _) in source.places.items()
    ]
    rows = pl.DataFrame(at, schema={"row": pl.Int64, "name_no": pl.UInt16}, orient="row")
    row = pl.col("source").cast(pl.Int64) * _ROW + pl.col("row_no")
    named = cells.select("file_no", "col_no", "kind", "text", row=row).join(
        rows, on="row", how="left", maintain_order="left"
    )
    known = pl.col("name_no").is_not_null()
    notes = named.filter((pl.col("col_no") != VALUE_COLUMN) & known)
    said = notes.filter(pl.col("name_no") != name_numbers()["form_code"])  # beside the code: a remark on the whole file
    explained = said.join(harmless_notes(), on=["name_no", "text"], how="anti")
    odd = named.filter(~known)
    values = named.filter(known & (pl.col("col_no") == VALUE_COLUMN))
    strange = pl.concat([explained["file_no"], odd["file_no"]]).unique()
    return FilledCells(values.select("file_no", "name_no", "kind", "text"), strange)


@cache
def _pointers() -> dict[str, int]:
    return {pointer: name_no for name_no, (_, _, pointer) in document().places.items()}
