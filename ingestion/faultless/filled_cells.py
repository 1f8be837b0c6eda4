"""What candidates filled in, in numbers: which file, which field; and which of them say something anywhere else."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from ingestion.parsing import json_document
from quality.contracts.registry import forms, header
from quality.return_slip.first_sheet import KEY_MARK

_REMARK = "/note"  # on the whole file; answers nothing


class FilledCells(NamedTuple):
    """Cells of a batch of candidates at places of fields."""

    cells: pl.DataFrame  # file_no, name_no, kind, text
    strange: pl.Series  # file_no of files that say something elsewhere, or answer a return slip


def field_names() -> tuple[str, ...]:
    """Every field of the header and of the forms once; its position here is its name_no."""
    return _names()


@cache
def _names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.name for form in (header(), *forms().values()) for f in form.fields()))


def filled_cells(cells: pl.DataFrame, files: pl.Series) -> FilledCells:
    """Cells of ``files`` (submission_ids; their positions are the file_no) among ``cells`` (shape CELL)."""
    inside = (pl.col("sheet") == json_document.SHEET) & (pl.col("row_no") == 0)
    names = pl.col("cell").replace_strict(_pointers(), default=None, return_dtype=pl.UInt16)
    numbered = (
        cells.select(file_numbers(cells, files).alias("file_no"), "sheet", "row_no", "cell", "kind", "text")
        .filter(pl.col("file_no").is_not_null())
        .select("file_no", pl.when(inside).then(names).alias("name_no"), "cell", "kind", "text")
    )
    known = pl.col("name_no").is_not_null()
    odd = (~known & (pl.col("cell") != _REMARK)) | pl.col("text").str.starts_with(KEY_MARK)
    strange = numbered.filter(odd.fill_null(value=True))["file_no"].unique()
    return FilledCells(numbered.filter(known).drop("cell"), strange)


def file_numbers(cells: pl.DataFrame, files: pl.Series) -> pl.Series:
    """For each row of ``cells`` the position of its submission in ``files``; null where it is none of them."""
    runs = cells["submission_id"].rle()  # rows of a file stand together: it is looked up once, not once a row
    numbers = pl.int_range(len(files), dtype=pl.UInt32, eager=True)
    ids = runs.struct.field("value").replace_strict(files, numbers, default=None, return_dtype=pl.UInt32)
    return ids.gather(cells["submission_id"].rle_id())


@cache
def _pointers() -> dict[str, int]:
    """name_no by JSON pointer: form code and version stand above the values."""
    above = ("form_code", "form_version")
    return {f"/{name}" if name in above else f"/values/{name}": number for number, name in enumerate(_names())}
