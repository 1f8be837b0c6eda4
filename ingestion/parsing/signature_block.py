"""Where people sign under a table: the one part of a sheet where a person's name is no surprise.

Belongs here: telling which cells these are. What is done with them is decided elsewhere: landing
blanks them before a byte is kept, and the reader of line tables stops above them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from ingestion.cleaning.unicode_text import bare_key, tidy

_LONGEST_HEADING = 90
# words that head a signature and nothing else; compared without accents
_HEADING = re.compile(
    r"(nguoi (lap|ky|bao cao|tong hop|thuc hien)|can bo (lap|tong hop)|lap bieu|thu truong|"
    r"(tm|kt|tl|tuq|thua lenh|thay mat)\s*[./] ?\S|\(?ky(,| va| ten)|\(?ky ghi ro|xac nhan cua|noi nhan)"
)
# titles head a signature when they are written as one: alone, in capitals
_TITLE = re.compile(
    r"(pho )?(chu tich|bi thu|giam doc|tong giam doc|hieu truong|truong (cong an|ban|phong|don vi)|ke toan truong|"
    r"chanh van phong|chu nhiem|to truong)\b"
)
_PLACE_AND_DAY = re.compile(r"(.{2,40}, ?)?ngay( [\d.…]{1,8})? thang( [\d.…]{1,8})? nam( [\d.…]{0,8})?")
_SHORT = (pl.col("kind") == "s") & (pl.col("text").str.len_chars() <= _LONGEST_HEADING)
_FIELD_ID = r"^_?[a-z][a-z0-9]*(_[a-z0-9]+)+$"


def signature_block(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells of the signature blocks of a batch of files.

    A block starts at the first heading ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ", "KT. CHỦ TỊCH"), or the line with
    place and day above it, below which the sheet holds no more figures, and goes on to the end of the
    sheet. A heading with figures below it starts nothing: a figure is never cut off.

    Args:
        cells: shape CELL, texts already Unicode (see ``cleaning.legacy_text``).

    Returns:
        submission_id, sheet, cell, row_no; without the serial numbers printed down the first column.
    """
    key = ["submission_id", "sheet"]
    headings = _rows_with(cells, _is_heading)
    if headings.is_empty():
        return cells.head(0).select(*key, "cell", "row_no")
    mine = cells.join(headings.select(key).unique(), on=key, how="semi")
    serial = pl.col("kind").eq("n") & (pl.col("col_no") == pl.col("col_no").min().over(key))
    figures = mine.filter((pl.col("kind").eq("n") & ~serial) | pl.col("text").str.contains(_FIELD_ID))
    last = figures.group_by(key).agg(last_figure=pl.col("row_no").max())
    starts = (
        headings.join(last, on=key, how="left")
        .filter(pl.col("row_no") > pl.col("last_figure").fill_null(0))
        .group_by(key)
        .agg(pl.col("row_no").min())
    )
    dated = _rows_with(mine, _is_place_and_day).rename({"row_no": "day_row"})
    starts = (
        starts.join(dated, on=key, how="left")
        .with_columns(above=pl.col("row_no") - pl.col("day_row"))
        .with_columns(start=pl.when(pl.col("above").is_between(1, 2)).then("day_row").otherwise("row_no"))
        .group_by(key)
        .agg(pl.col("start").min())
    )
    return (
        mine.filter(~serial).join(starts, on=key).filter(pl.col("row_no") >= pl.col("start"))
        .select(*key, "cell", "row_no")
    )  # fmt: skip


def headings(cells: pl.DataFrame) -> pl.Series:
    """Texts of ``cells`` (kind, text) that would head a signature block, wherever they stand."""
    return pl.Series("text", _wanted(cells, _is_heading), dtype=pl.String)


def _rows_with(cells: pl.DataFrame, wanted: Callable[[str], bool]) -> pl.DataFrame:
    """submission_id, sheet, row_no of rows with a text that ``wanted`` says yes to; every distinct text once."""
    texts = cells.filter(_SHORT)
    found = _wanted(texts, wanted)
    return texts.filter(pl.col("text").is_in(found)).select("submission_id", "sheet", "row_no").unique()


def _wanted(cells: pl.DataFrame, wanted: Callable[[str], bool]) -> list[str]:
    distinct = cells.filter(_SHORT)["text"].unique()
    return [text for text in distinct.filter(distinct.str.contains(r"\p{L}")) if wanted(text)]


def _is_heading(text: str) -> bool:
    bare = bare_key(text)
    return bool(_HEADING.match(bare)) or (tidy(text).isupper() and bool(_TITLE.match(bare)))


def _is_place_and_day(text: str) -> bool:
    return bool(_PLACE_AND_DAY.fullmatch(bare_key(text)))
