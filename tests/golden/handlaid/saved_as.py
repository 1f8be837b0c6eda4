"""Save a workbook as other programs do: LibreOffice, an old .xls writer, exporters that write their own xlsx."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Row = list[Any]
# the settings of a machine in Viet Nam: d/m/yyyy, decimal comma
_VIETNAMESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""


def plain(book: Workbook, to: Path) -> None:
    book.save(to)


def by_libreoffice(book: Workbook, to: Path, options: str = "") -> None:
    """Open and save again in LibreOffice; the ending of ``to`` says which format."""
    filters = {
        ".xlsx": "xlsx:Calc MS Excel 2007 XML",
        ".ods": "ods:calc8",
        ".fods": "fods:OpenDocument Spreadsheet Flat XML",
        ".xls": "xls:MS Excel 97",
        ".csv": "csv:Text - txt - csv (StarCalc)",
    }
    with tempfile.TemporaryDirectory() as folder:
        # recalculated on load: a file of another program than LibreOffice's own
        source = Path(folder) / "in" / f"{to.stem}.xlsx"
        source.parent.mkdir()
        book.save(source)
        settings = Path(folder) / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_VIETNAMESE, encoding="utf-8")
        target = filters[to.suffix] + (f":{options}" if options else "")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target, "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        shutil.copyfile(next(Path(folder).glob(f"{to.stem}*{to.suffix}")), to)  # a csv gets the name of its sheet too


def by_xlwt(sheets: dict[str, list[Row]], to: Path) -> None:
    """Plain tables by the old .xls writer."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
    book.save(str(to))


def by_pandas(rows: list[Row], to: Path) -> None:
    """A frame without index, its first row as header."""
    import pandas as pd

    pd.DataFrame(rows[1:], columns=rows[0], dtype=object).to_excel(to, index=False)


def by_xlsxwriter(rows: list[Row], to: Path) -> None:
    """Row after row to disk, as programs write long tables."""
    import xlsxwriter

    with xlsxwriter.Workbook(to, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)


def rewritten(book: Workbook, to: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    """The workbook with its parts (name -> bytes) changed by hand."""
    memory = io.BytesIO()
    book.save(memory)
    with zipfile.ZipFile(memory) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(parts).items():
            archive.writestr(name, content)


def without_extent(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Every text in its own cell (openpyxl's way already), no dimension, no column widths, no row numbers."""
    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        text = re.sub(r"<dimension[^>]*/>|<cols>.*?</cols>", "", parts[name].decode(), flags=re.DOTALL)
        parts[name] = re.sub(r'<row r="\d+"', "<row", re.sub(r' spans="[^"]*"', "", text)).encode()
    return parts


def other_office(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Absolute targets, sheets stored under other names, namespaces and attributes of another office suite."""
    moved = {n: n.replace("worksheets/sheet", "worksheets/bang") for n in parts if n.startswith("xl/worksheets/sheet")}
    out = {}
    for name, content in parts.items():
        new = content
        if name in {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}:
            text = content.decode()
            for old, now in moved.items():
                text = text.replace(old, now).replace(old.removeprefix("xl/"), now.removeprefix("xl/"))
            new = re.sub(r'Target="(?!/|http)', 'Target="/xl/', text).encode()
        elif name in moved:
            new = content.replace(
                b"<worksheet ", b'<worksheet xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" ', 1
            )
        out[moved.get(name, name)] = new
    return out


def strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The namespaces of ISO/IEC 29500 Strict, as Excel's "Strict Open XML Spreadsheet" has them."""
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
    }
    for old, new in names.items():
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    return parts


def with_macros(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The content types of a workbook with macros and a (dead) macro part."""
    kinds = parts["[Content_Types].xml"].decode()
    kinds = kinds.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    part = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parts["[Content_Types].xml"] = kinds.replace("</Types>", part).encode()
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    link = '<Relationship Id="rIdMacro" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", link).encode()
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return parts


def encrypted(book: Workbook, to: Path, password: str) -> None:
    """Encrypted as Excel does: an OLE container with the encrypted package."""
    from msoffcrypto.format.ooxml import OOXMLFile

    memory = io.BytesIO()
    book.save(memory)
    with to.open("wb") as out:
        OOXMLFile(memory).encrypt(password, out)
