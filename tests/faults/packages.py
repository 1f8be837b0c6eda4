"""Changes of the package of a workbook: a sheet more, a comment, a property, a defined name, a part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_TYPES, _BOOK, _RELS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """The package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _typed(parts: dict[str, bytes], part: str, content_type: str) -> None:
    override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", override.encode())


def _sheet_xml(rows: Sequence[Sequence[object]]) -> bytes:
    lines = []
    for r, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(64 + c)}{r}"><v>{value}</v></c>'
            if isinstance(value, (int, float))
            else f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
            for c, value in enumerate(row, start=1)
        )
        lines.append(f'<row r="{r}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'.encode()


def with_sheet(content: bytes, name: str, rows: Sequence[Sequence[object]], state: str = "visible") -> bytes:
    """One more sheet with these rows."""
    return with_sheet_part(content, name, _sheet_xml(rows), state)


def with_sheet_part(content: bytes, name: str, xml: bytes, state: str = "visible") -> bytes:
    """One more sheet of this XML."""
    parts = parts_of(content)
    parts["xl/worksheets/sheet9.xml"] = xml
    _typed(parts, "xl/worksheets/sheet9.xml", _SHEET_TYPE)
    sheet = f'<sheet name="{escape(name)}" sheetId="9" state="{state}" r:id="rId99"/></sheets>'
    parts[_BOOK] = parts[_BOOK].replace(b"</sheets>", sheet.encode())
    relation = f'<Relationship Id="rId99" Type="{_OFFICE}/worksheet" Target="worksheets/sheet9.xml"/></Relationships>'
    parts[_RELS] = parts[_RELS].replace(b"</Relationships>", relation.encode())
    return packed(parts)


def with_comment(content: bytes, cell: str, words: str) -> bytes:
    """A comment at a cell of the first sheet."""
    parts = parts_of(content)
    parts["xl/comments1.xml"] = (
        f'<comments xmlns="{_MAIN}"><authors><author></author></authors><commentList><comment ref="{cell}" authorId="0">'
        f"<text><r><t>{escape(words)}</t></r></text></comment></commentList></comments>"
    ).encode()
    _typed(parts, "xl/comments1.xml", _COMMENTS_TYPE)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/comments"'
        ' Target="../comments1.xml"/></Relationships>'
    ).encode()
    return packed(parts)


def with_property(content: bytes, words: str) -> bytes:
    """A keyword in the properties of the document."""
    parts = parts_of(content)
    keywords = f"<cp:keywords>{escape(words)}</cp:keywords></cp:coreProperties>"
    core = re.sub(rb"<cp:keywords>.*?</cp:keywords>|<cp:keywords/>", b"", parts["docProps/core.xml"])
    parts["docProps/core.xml"] = core.replace(b"</cp:coreProperties>", keywords.encode())
    return packed(parts)


def with_name(content: bytes, name: str, refers_to: str) -> bytes:
    """A defined name."""
    parts = parts_of(content)
    defined = f'<definedName name="{name}">{escape(refers_to)}</definedName>'
    xml = parts[_BOOK].decode()
    if "<definedNames>" in xml:
        xml = xml.replace("<definedNames>", f"<definedNames>{defined}")
    else:
        xml = xml.replace("</sheets>", f"</sheets><definedNames>{defined}</definedNames>")
    parts[_BOOK] = xml.encode()
    return packed(parts)


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """One more part that nothing refers to."""
    return packed(parts_of(content) | {name: data})
