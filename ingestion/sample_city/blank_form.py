"""Fills in a blank workbook the way a sender does: finds the label, types into the yellow cell beside it.

Works on the workbook's XML, once per form for what is fixed, so that two thousand files take seconds.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape, unescape

Value = str | int | float | date | None

_INPUT = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"/>')
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(r'<row r="(\d+)".*?</row>', re.DOTALL)
_EXCEL_EPOCH = date(1899, 12, 30)
_ZIP_TIME = (2024, 1, 1, 0, 0, 0)
REPORT, LINES = "Báo cáo", "Danh mục"


def cell_xml(address: str, style: str, value: Value) -> str:
    """A cell as Excel would save it: number, date serial, or inline text."""
    if value is None:
        return f'<c r="{address}" s="{style}"/>'
    if isinstance(value, date):
        return f'<c r="{address}" s="{style}"><v>{(value - _EXCEL_EPOCH).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


@dataclass(frozen=True)
class BlankForm:
    """A blank .xlsx of one form, read once."""

    path: Path

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as archive:
            return {i.filename: archive.read(i) for i in archive.infolist()}

    @cached_property
    def _strings(self) -> list[str]:
        xml = self._parts["xl/sharedStrings.xml"].decode()
        return [unescape(re.sub(r"<[^>]+>", "", s)) for s in re.findall(r"<si>(.*?)</si>", xml, re.DOTALL)]

    def _sheet(self, name: str) -> str:
        return f"xl/worksheets/sheet{1 if name == REPORT else 2}.xml"

    def _texts(self, sheet: str) -> dict[str, str]:
        xml = self._parts[self._sheet(sheet)].decode()
        return {
            f"{letters}{row}": self._strings[int(re.sub(r"<[^>]+>", "", body))]
            for letters, row, attributes, body in _CELL.findall(xml)
            if 't="s"' in attributes
        }

    @cached_property
    def rows(self) -> dict[str, tuple[int, str]]:
        """Row number and field id by label, of the report sheet."""
        texts = self._texts(REPORT)
        return {
            label: (int(address[1:]), texts[f"A{address[1:]}"])
            for address, label in texts.items()
            if re.fullmatch(r"C\d+", address) and f"A{address[1:]}" in texts
        }

    @cached_property
    def columns(self) -> dict[str, tuple[str, str]]:
        """Column letters and field id by label, of the line table."""
        texts = self._texts(LINES)
        return {
            label.removesuffix(" *"): (address[:-1], texts[f"{address[:-1]}2"])
            for address, label in texts.items()
            if re.fullmatch(r"[A-Z]+3", address)
        }

    def cell_of(self, label: str, line: int = 0) -> tuple[str, str]:
        """Sheet and address of a label's value (of line 1.. in the line table)."""
        if line:
            return LINES, f"{self.columns[label][0]}{line + 3}"
        return REPORT, f"E{self.rows[label][0]}"

    @cached_property
    def _pieces(self) -> dict[str, list[str]]:
        # text, address, style, text, address, style, ...: joined again with the values in between
        return {s: _INPUT.split(self._parts[self._sheet(s)].decode()) for s in self._sheets}

    @cached_property
    def _sheets(self) -> tuple[str, ...]:
        return (REPORT, LINES) if "xl/worksheets/sheet4.xml" in self._parts else (REPORT,)

    def fill(
        self,
        values: Mapping[str, Value],
        lines: Sequence[Mapping[str, Value]] = (),
        *,
        note: str = "",
        without: Iterable[str] = (),
        version: str | None = None,
    ) -> bytes:
        """The workbook with ``values`` by label (and ``lines``) typed in.

        Args:
            values: by label of the report sheet; a label without a value stays empty.
            lines: one mapping a line, by label of the line table.
            note: written in the note column of the first row.
            without: labels whose row (or column) somebody deleted.
            version: a form version other than the one of the blank form.
        """
        typed = {f"E{self.rows[label][0]}": value for label, value in values.items()}
        typed[f"F{min(r for r, _ in self.rows.values())}"] = note or None
        parts = dict(self._parts)
        parts[self._sheet(REPORT)] = self._with(REPORT, typed).encode()
        if lines:
            cells = {self.cell_of(k, n)[1]: v for n, line in enumerate(lines, start=1) for k, v in line.items()}
            parts[self._sheet(LINES)] = self._with(LINES, cells).encode()
        for label in without:
            sheet = self._sheet(LINES if label in self.columns_or_none else REPORT)
            xml = parts[sheet].decode()
            xml = (
                _without_column(xml, self.columns[label][0])
                if sheet.endswith("sheet2.xml")
                else _without_row(xml, self.rows[label][0])
            )
            parts[sheet] = xml.encode()
        if version:
            strings = parts["xl/sharedStrings.xml"].decode()
            parts["xl/sharedStrings.xml"] = re.sub(r"<t>\d{4}\.\d+</t>", f"<t>{version}</t>", strings).encode()
        return _zip(parts)

    @cached_property
    def columns_or_none(self) -> Mapping[str, tuple[str, str]]:
        """``columns``, empty for a form without a line table."""
        return self.columns if LINES in self._sheets else {}

    def _with(self, sheet: str, typed: Mapping[str, Value]) -> str:
        pieces = self._pieces[sheet]
        out = [pieces[0]]
        for i in range(1, len(pieces), 3):
            out.append(cell_xml(pieces[i], pieces[i + 1], typed.get(pieces[i])))
            out.append(pieces[i + 2])
        return "".join(out)


def _without_row(xml: str, gone: int) -> str:
    """Delete a row as Excel does: what stood below moves up by one."""

    def moved(match: re.Match[str]) -> str:
        row = int(match[1])
        if row == gone:
            return ""
        return re.sub(r'r="([A-Z]*)\d+"', rf'r="\g<1>{row - 1}"', match[0]) if row > gone else match[0]

    return _ROW.sub(moved, xml)


def _without_column(xml: str, gone: str) -> str:
    """Empty a column of the line table, its id and label included (a column somebody cleared)."""
    return re.sub(rf'<c r="{gone}\d+"[^>]*?(?:/>|>.*?</c>)', "", xml, flags=re.DOTALL)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
