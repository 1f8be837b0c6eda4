"""Workbooks opened by LibreOffice itself: which cells its validations mark as invalid, which its formats colour.

The program runs a macro of its own: every sheet is asked to show invalid data (kept in the .ods it saves) and is saved
as a page, in which a cell has the colour it has on the screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

_MACRO = Path(__file__).with_name("look.xba")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SECONDS = 600


class Seen(NamedTuple):
    """One workbook: (sheet, column, row) of cells marked invalid, and the colour of cells that have one; 1-based."""

    invalid: frozenset[tuple[str, int, int]]
    colours: Mapping[tuple[str, int, int], str]


def program() -> str | None:
    """Path of the program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def seen_by_libreoffice(books: Mapping[str, bytes], folder: Path) -> dict[str, Seen]:
    """What the program shows of each workbook (.xlsx), by its name.

    Args:
        books: content by a name without a suffix.
        folder: an empty folder to work in.

    Raises:
        AssertionError: the program is not there or saved nothing.
    """
    soffice = program()
    assert soffice, "LibreOffice is not installed"
    profile = folder / "profile"
    (folder / "in").mkdir(parents=True)
    (folder / "out").mkdir()
    for name, content in books.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(content)
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # a new profile is filled with the program's own modules; ours is put into it afterwards
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=SECONDS)
    shutil.copyfile(_MACRO, profile / "user" / "basic" / "Standard" / "Module1.xba")
    done = subprocess.run(
        [*command, f'macro:///Standard.Module1.Look("{folder}")'],
        check=True, capture_output=True, timeout=SECONDS, env=os.environ | {"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    missing = [n for n in books if not (folder / "out" / f"{n}.ods").exists()]
    assert not missing, (missing[:5], done.stderr)
    return {name: _seen(folder / "out", name) for name in books}


def _seen(folder: Path, name: str) -> Seen:
    with zipfile.ZipFile(folder / f"{name}.ods") as package:
        root = ET.fromstring(package.read("content.xml"))  # noqa: S314 — LibreOffice wrote it a moment ago
    sheets = [table.get(f"{_TABLE}name", "") for table in root.iter(f"{_TABLE}table")]
    page = _Page(sheets)
    page.feed((folder / f"{name}.html").read_text(encoding="utf-8", errors="replace"))
    return Seen(frozenset(_invalid(root)), page.colours)


def _invalid(root: ET.Element) -> Iterator[tuple[str, int, int]]:
    for table in root.iter(f"{_TABLE}table"):
        row_no = 0
        for row in table.iter(f"{_TABLE}table-row"):
            column_no = 0
            for cell in row:
                if any(m.get(f"{_TABLE}marked-invalid") == "true" for m in cell.iter()):
                    yield table.get(f"{_TABLE}name", ""), column_no + 1, row_no + 1
                column_no += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            row_no += int(row.get(f"{_TABLE}number-rows-repeated", "1"))


class _Page(HTMLParser):
    """Colours of the cells of one page: a table a sheet, merged cells counted as what they cover."""

    def __init__(self, sheets: list[str]) -> None:
        super().__init__()
        self.colours: dict[tuple[str, int, int], str] = {}
        self._sheets = iter(sheets)
        self._sheet, self._row, self._column = "", 0, 0
        self._covered: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "table":
            self._sheet, self._row, self._covered = next(self._sheets), 0, set()
        elif tag == "tr":
            self._row, self._column = self._row + 1, 1
        elif tag == "td":
            while (self._row, self._column) in self._covered:
                self._column += 1
            wide, high = int(said.get("colspan") or 1), int(said.get("rowspan") or 1)
            if colour := said.get("bgcolor"):
                self.colours[self._sheet, self._column, self._row] = colour.upper()
            self._covered |= {(self._row + r, self._column + c) for r in range(high) for c in range(wide)}
            self._column += wide
