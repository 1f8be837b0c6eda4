"""Every text of a workbook reaches the guard, in whatever part of the file it stands: a number is planted in each."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from ingestion.opening.gate import open_safely
from ingestion.parsing import ods, xls, xlsx
from tests.faults.packages import packed, parts_of, with_comment, with_name, with_part, with_property, with_sheet
from tests.faults.saved_as import Odd, as_ods, as_xls

BOOK = (Path(__file__).parents[1] / "golden" / "F02" / "accepted.xlsx").read_bytes()
SAID = "CCCD 036085001234"
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PARSERS = {"xlsx": xlsx, "ods": ods, "xls": xls}
Plant = Callable[[bytes], bytes]


def _texts(content: bytes) -> str:
    opened = open_safely("bao-cao", content)
    found = _PARSERS[opened.format].parse(opened)
    cells = [text for sheet in found.sheets for text in sheet.texts]
    return "\n".join([*cells, *(t.text for t in found.texts), *(t.text for some in found.shared_texts for t in some)])


def _in(name: str, before: bytes, words: str) -> Plant:
    """``words`` in a part, before its last ``before``."""

    def plant(content: bytes) -> bytes:
        parts = parts_of(content)
        head, found, tail = parts[name].rpartition(before)
        assert found, before
        return packed(parts | {name: head + words.encode() + before + tail})

    return plant


def _part(name: str, data: str) -> Plant:
    return lambda content: with_part(content, name, data.encode())


def _behind_the_package(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as package:
        package.comment = SAID.encode()
    return out.getvalue()


def _embedded(content: bytes) -> bytes:
    inner = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w><t>{SAID}</t></w>"})
    return with_part(content, "xl/embeddings/Van_ban.docx", inner)


_IN_XLSX: dict[str, Plant] = {
    "comment": lambda c: with_comment(c, "E12", SAID),
    "property": lambda c: with_property(c, SAID),
    "property of one's own": _part("docProps/custom.xml", f'<p name="{SAID}"><vt:lpwstr>x</vt:lpwstr></p>'),
    "name of a property": _part("docProps/custom.xml", f"<p><vt:lpwstr>{SAID}</vt:lpwstr></p>"),
    "defined name": lambda c: with_name(c, "x", f'"{SAID}"'),
    "hidden sheet": lambda c: with_sheet(c, "Nháp", [[SAID]], "veryHidden"),
    "sheet of no workbook": _part("xl/worksheets/sheet77.xml", f"<worksheet><sheetData><row><c><is><t>{SAID}</t></is></c></row></sheetData></worksheet>"),
    "header of the print": _in(_SHEET, b"</worksheet>", f"<headerFooter><oddHeader>&amp;L{SAID}</oddHeader></headerFooter>"),
    "list of a validation": _in(_SHEET, b"</worksheet>", f'<dataValidations><dataValidation><formula1>"{SAID}"</formula1></dataValidation></dataValidations>'),
    "hint of a validation": _in(_SHEET, b"</worksheet>", f'<dataValidations><dataValidation prompt="{SAID}"/></dataValidations>'),
    "link": _in(_SHEET, b"</worksheet>", f'<hyperlinks><hyperlink ref="A1" tooltip="{SAID}"/></hyperlinks>'),
    "range that may be edited": _in(_SHEET, b"</worksheet>", f'<protectedRanges><protectedRange name="{SAID}"/></protectedRanges>'),
    "scenario": _in(_SHEET, b"</worksheet>", f'<scenarios><scenario name="x" comment="{SAID}"/></scenarios>'),
    "scenario's figure": _in(_SHEET, b"</worksheet>", f'<scenarios><scenario><inputCells r="A1" val="{SAID}"/></scenario></scenarios>'),
    "remark in the XML": _in(_SHEET, b"</sheetData>", f"<!-- {SAID} -->"),
    "remark before the rows": _in(_SHEET, b"<sheetData>", f"<!-- {SAID} -->"),
    "remark in a part": _part("xl/drawings/drawing1.xml", f"<wsDr><!-- {SAID} --></wsDr>"),
    "unparsed characters": _part("customXml/item1.xml", f"<root><![CDATA[{SAID}]]></root>"),
    "text box": _part("xl/drawings/drawing1.xml", f"<wsDr><sp><txBody><t>{SAID}</t></txBody></sp></wsDr>"),
    "name of a shape": _part("xl/drawings/drawing1.xml", f'<wsDr><cNvPr id="2" name="{SAID}"/></wsDr>'),
    "words for a picture": _part("xl/drawings/drawing1.xml", f'<wsDr><cNvPr id="2" descr="{SAID}"/></wsDr>'),
    "old drawing": _part("xl/drawings/vmlDrawing1.vml", f"<xml><textbox>{SAID}</textbox></xml>"),
    "title of a chart": _part("xl/charts/chart1.xml", f"<chart><title><t>{SAID}</t></title></chart>"),
    "cache of a chart": _part("xl/charts/chart1.xml", f"<chart><strCache><pt><v>{SAID}</v></pt></strCache></chart>"),
    "pivot cache": _part("xl/pivotCache/pivotCacheDefinition1.xml", f'<x><sharedItems><s v="{SAID}"/></sharedItems></x>'),
    "row of a pivot cache": _part("xl/pivotCache/pivotCacheRecords1.xml", f'<x><r><s v="{SAID}"/></r></x>'),
    "field of a pivot": _part("xl/pivotCache/pivotCacheDefinition1.xml", f'<x><cacheField name="{SAID}"/></x>'),
    "column of a table": _part("xl/tables/table1.xml", f'<table><tableColumn id="1" name="{SAID}"/></table>'),
    "total of a table": _part("xl/tables/table1.xml", f'<table><tableColumn totalsRowLabel="{SAID}"/></table>'),
    "XML of one's own": _part("customXml/item1.xml", f"<root><a>{SAID}</a></root>"),
    "attribute of one's own": _part("customXml/item1.xml", f'<root><a whatever="{SAID}"/></root>'),
    "cached cell of a linked file": _part("xl/externalLinks/externalLink1.xml", f"<x><cell><v>{SAID}</v></cell></x>"),
    "person of a thread": _part("xl/persons/person.xml", f'<personList><person displayName="{SAID}"/></personList>'),
    "cell format": _part("xl/other.xml", f'<x><numFmt formatCode="&quot;{SAID}&quot;0"/></x>'),
    "style": _part("xl/styles2.xml", f'<x><cellStyle name="{SAID}"/></x>'),
    "deleted string": _in("xl/sharedStrings.xml", b"</sst>", f"<si><t>{SAID}</t></si>"),
    "file that is no XML": _part("ghi-chu.txt", SAID),
    "file in UTF-16": lambda c: with_part(c, "xl/ghi.dat", SAID.encode("utf-16-le")),
    "name of a file": _part(f"xl/{SAID}.xml", "<x/>"),
    "comment of the package": _behind_the_package,
    "document inside": _embedded,
    "object inside": lambda c: with_part(c, "xl/embeddings/oleObject1.bin", b"\xd0\xcf" + SAID.encode("utf-16-le")),
}  # fmt: skip


def _ods(**odd: str) -> bytes:
    return as_ods(BOOK, Odd(**odd))  # type: ignore[arg-type]  # texts only


_P = f"<text:p>{SAID}</text:p>"
_IN_ODS: dict[str, Callable[[], bytes]] = {
    "comment": lambda: _ods(ods_aside=f"<table:table-cell><office:annotation>{_P}</office:annotation></table:table-cell>"),
    "who commented": lambda: _ods(ods_aside=f'<table:table-cell><office:annotation draw:name="{SAID}"><text:p>a</text:p></office:annotation></table:table-cell>'),
    "text box": lambda: _ods(ods_aside=f"<table:table-cell><draw:frame><draw:text-box>{_P}</draw:text-box></draw:frame></table:table-cell>"),
    "shape over the sheet": lambda: _ods(ods_more=f'<table:table table:name="b"><table:shapes><draw:frame><draw:text-box>{_P}</draw:text-box></draw:frame></table:shapes></table:table>'),
    "words for a picture": lambda: _ods(ods_aside=f"<table:table-cell><draw:frame><svg:desc>{SAID}</svg:desc></draw:frame></table:table-cell>"),
    "name of a shape": lambda: _ods(ods_aside=f'<table:table-cell><draw:frame draw:name="{SAID}"/></table:table-cell>'),
    "defined name": lambda: _ods(ods_more=f'<table:named-expressions><table:named-expression table:name="x" table:expression="&quot;{SAID}&quot;"/></table:named-expressions>'),
    "list of a validation": lambda: _ods(ods_before=f'<table:content-validations><table:content-validation table:condition="cell-content-is-in-list(&quot;{SAID}&quot;)"/></table:content-validations>'),
    "hint of a validation": lambda: _ods(ods_before=f"<table:content-validations><table:content-validation><table:help-message>{_P}</table:help-message></table:content-validation></table:content-validations>"),
    "title of a hint": lambda: _ods(ods_before=f'<table:content-validations><table:content-validation><table:help-message table:title="{SAID}"/></table:content-validation></table:content-validations>'),
    "change that was followed": lambda: _ods(ods_before=f"<table:tracked-changes><table:deletion><table:cell-content-deletion><table:change-track-table-cell>{_P}</table:change-track-table-cell></table:cell-content-deletion></table:deletion></table:tracked-changes>"),
    "scenario": lambda: _ods(ods_more=f'<table:table table:name="b"><table:scenario table:comment="{SAID}"/></table:table>'),
    "value that is not shown": lambda: _ods(ods_aside=f'<table:table-cell office:value-type="string" office:string-value="{SAID}"><text:p>x</text:p></table:table-cell>'),
    "covered cell": lambda: _ods(ods_aside=f'<table:covered-table-cell office:value-type="string">{_P}</table:covered-table-cell>'),
    "link": lambda: _ods(ods_aside=f'<table:table-cell office:value-type="string"><text:p><text:a xlink:href="a" office:title="{SAID}">x</text:a></text:p></table:table-cell>'),
    "database range": lambda: _ods(ods_more=f'<table:database-ranges><table:database-range table:name="{SAID}"/></table:database-ranges>'),
    "data pilot": lambda: _ods(ods_more=f'<table:data-pilot-tables><table:data-pilot-table><table:data-pilot-field><table:data-pilot-member table:name="{SAID}"/></table:data-pilot-field></table:data-pilot-table></table:data-pilot-tables>'),
    "group of a sheet's name": lambda: _ods(ods_more=f'<table:table table:name="b" table:protection-key="{SAID}"/>'),
    "remark in the XML": lambda: _ods(ods_more=f"<!-- {SAID} -->"),
    "remark between rows": lambda: _ods(ods_aside=f"<!-- {SAID} -->"),
    "header of the print": lambda: with_part(_ods(), "styles.xml", f"<s><style:header>{_P}</style:header></s>".encode()),
    "property": lambda: with_part(_ods(), "meta.xml", f"<m><meta:user-defined>{SAID}</meta:user-defined></m>".encode()),
    "setting": lambda: with_part(_ods(), "settings.xml", f"<m><config:config-item>{SAID}</config:config-item></m>".encode()),
    "title of a chart": lambda: with_part(_ods(), "Object 1/content.xml", f"<o><chart:title>{_P}</chart:title></o>".encode()),
    "macro": lambda: with_part(_ods(), "Basic/Standard/Module1.xml", f"<script:module>' {SAID}</script:module>".encode()),
    "file of its own": lambda: with_part(_ods(), "ghi-chu.txt", SAID.encode()),
}  # fmt: skip


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _deleted(book: xlwt.Workbook) -> None:
    book._Workbook__sst.add_str(SAID)


def _many_strings_then_deleted(book: xlwt.Workbook) -> None:
    for n in range(900):  # the table goes on in other records, and a text across their border
        book._Workbook__sst.add_str(f"chuỗi {n} {'x' * (n % 23)} đã xóa")
        if n == 700:
            _deleted(book)


def _grown(content: bytes, more: bytes) -> bytes:
    """A sector of no stream at the end of the file: what was deleted stays there."""
    return content + more.ljust(512, b"\0")


_IN_XLS: dict[str, Callable[[], bytes]] = {
    "deleted string": lambda: as_xls(BOOK, Odd(xls=_deleted)),
    "deleted string far down": lambda: as_xls(BOOK, Odd(xls=_many_strings_then_deleted)),
    "pivot cache": lambda: as_xls(BOOK, Odd(xls_records=_record(0xCD, _wide(SAID)))),
    "scenario": lambda: as_xls(BOOK, Odd(xls_records=_record(0xAF, _wide(SAID)))),
    "filter": lambda: as_xls(BOOK, Odd(xls_records=_record(0x9E, SAID.encode()))),
    "cached cell of a linked file": lambda: as_xls(BOOK, Odd(xls_records=_record(0x5A, b"\x00\x00\x00\x00\x02" + _wide(SAID)))),
    "style": lambda: as_xls(BOOK, Odd(xls_records=_record(0x293, b"\x00\x00" + _wide(SAID)))),
    "cell format": lambda: as_xls(BOOK, Odd(xls_records=_record(0x41E, b"\xa5\x00" + _wide(SAID)))),
    "shape": lambda: as_xls(BOOK, Odd(xls_records=_record(0xEC, b"\x00" * 9 + SAID.encode("utf-16-le")))),
    "second header": lambda: as_xls(BOOK, Odd(xls_records=_record(0x89C, b"\x00" * 38 + _wide(SAID)))),
    "who may edit": lambda: as_xls(BOOK, Odd(xls_records=_record(0x5B, b"\x00\x00\x00\x00" + _wide(SAID)))),
    "code name": lambda: as_xls(BOOK, Odd(xls_records=_record(0x1BA, _wide(SAID)))),
    "deleted sector": lambda: _grown(as_xls(BOOK), SAID.encode("utf-16-le")),
}  # fmt: skip


@pytest.mark.parametrize("place", _IN_XLSX)
def test_xlsx(place: str) -> None:
    assert SAID in _texts(_IN_XLSX[place](BOOK))


@pytest.mark.parametrize("place", _IN_ODS)
def test_ods(place: str) -> None:
    assert SAID in _texts(_IN_ODS[place]())


@pytest.mark.parametrize("place", _IN_XLS)
def test_xls(place: str) -> None:
    assert SAID in _texts(_IN_XLS[place]())
