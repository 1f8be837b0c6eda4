"""Workbooks are carried without the words of their form, and are what they were; whatever is odd keeps one whole."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment

from ingestion.parsing import printed_part
from ingestion.parsing.parse_chunk import parse_chunk
from ingestion.parsing.unfold import unfolded
from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.plan import submissions
from ingestion.sample_city.write_city import TEMPLATES
from tests.unit.words_apart import folded, looks_alike, received, same


@pytest.fixture(scope="module")
def workbooks() -> list[bytes]:
    blank = BlankForm(TEMPLATES / "F01.xlsx")
    made = [s for s in submissions() if s.form == "F01" and s.window.part != "Y"][:3]
    return [one.content(blank) for one in made]


_CELLS: dict[str, tuple[str, object]] = {
    "control character": ("C24", "Dân số_x0001_"),
    "no id": ("A24", "Dân số"),
    "below": ("E80", 12),
    "printed": ("C24", "Dân số của ông Nguyễn Văn An"),
    "value": ("E24", "0912345678"),
}


def _changed(workbook: bytes, folder: Path, change: str) -> bytes:
    path = folder / "changed.xlsx"
    path.write_bytes(workbook)
    book = openpyxl.load_workbook(path)
    sheet, guide = book["Báo cáo"], book["Hướng dẫn"]
    if change in _CELLS:
        cell, value = _CELLS[change]
        sheet[cell] = value
    elif change == "hidden row":
        sheet.row_dimensions[24].hidden = True
    elif change == "hidden column":
        sheet.column_dimensions["C"].hidden = True
    elif change == "comment":
        sheet["E24"].comment = Comment("gọi 0912345678", "x")
    elif change == "sheet name":
        guide.title = "Bà Trần Thị Bình"
    elif change == "large":
        for row in range(100, 100 + printed_part._MOST):
            guide.cell(row=row, column=2, value="thêm")
    elif change == "list":
        guide["B40"] = "thêm"
    book.save(path)
    return path.read_bytes()


def test_workbooks_are_folded_and_unfolded(workbooks: list[bytes]) -> None:
    files = received(workbooks, "xlsx")
    parsed = parse_chunk(files, fold=True)
    assert folded(parsed) == {"00", "01", "02"}
    assert parsed.cells.height < parse_chunk(files).cells.height / 4
    assert not parsed.texts.filter(pl.col("part") == "validation").height
    same(unfolded(parsed), parse_chunk(files))
    assert looks_alike(files) == {"00", "01", "02"}


_ODD = ("hidden row", "hidden column", "control character", "no id", "comment", "below", "large")


@pytest.mark.parametrize("change", ["none", *_ODD, "printed", "value", "list", "sheet name"])
def test_what_is_odd_about_a_workbook_is_seen(workbooks: list[bytes], tmp_path: Path, change: str) -> None:
    for changed in ([0], [0, 1]):  # alone, and beside another in which the same was done
        files = received(
            [_changed(w, tmp_path, change if n in changed else "none") for n, w in enumerate(workbooks)], "xlsx"
        )
        parsed = parse_chunk(files, fold=True)
        same(unfolded(parsed), parse_chunk(files))
        assert change not in _ODD or folded(parsed).isdisjoint({f"{n:02}" for n in changed})
        looks_alike(files)
