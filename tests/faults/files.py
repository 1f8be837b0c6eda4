"""Faults in the file itself: cut, renamed, packed, of the sender's own making, or spoiled inside by a spreadsheet."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, RECORD, Bytes, Case, Declared, FaultClass, Plant
from tests.faults.shapes import in_sheet


def blank_row(case: Case, label: str) -> int:
    """Row of a label of the header, read off the file's own form."""
    from tests.faults.corpus import blank

    return blank(case.made.form).rows[label][0]


_ANY_OPEN = tuple(f"OPEN-{n:02d}" for n in range(1, 11))
_HTML = "<html><body><table><tr><td>Báo cáo {}</td></tr></table></body></html>"


def _file(rewrite: Bytes, rules: tuple[str, ...] = _ANY_OPEN, verdict: str = "returned") -> Plant:
    return lambda _made, _chance: Declared(rules, verdict, rewrite=rewrite)


def _cut(made: Submission, chance: random.Random) -> Declared:
    share = chance.uniform(0.15, 0.95)
    rules = {"xlsx": _ANY_OPEN, "json": _ANY_OPEN, "csv": (*_ANY_OPEN, "CSV-02", "CSV-03")}

    def rewrite(content: bytes, _: Case) -> bytes:
        return content[: int(len(content) * share)]

    return Declared(rules[made.file_format], "returned", rewrite=rewrite)


def _html(_: bytes, case: Case) -> bytes:
    return _HTML.format(case.name).encode()


def _packed(content: bytes, case: Case) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(case.made.file_name, content)
    return out.getvalue()


def _no_template(_: bytes, case: Case) -> bytes:
    """A workbook of the sender's own making."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write(0, 0, f"BÁO CÁO {case.name}")
    for row, (name, value) in enumerate(case.made.values.items(), start=2):
        sheet.write_row(row, 0, [name, str(value)])
    book.close()
    return out.getvalue()


def _own_cell(xml: str, case: Case) -> re.Match[str]:
    found = re.search(rf'<c r="{case.cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', xml, re.DOTALL)
    assert found, case.cell
    return found


def _cell(body: str, attribute: str, rules: tuple[str, ...]) -> Plant:
    """A figure's cell as a spreadsheet leaves it."""

    def change(xml: bytes, case: Case) -> bytes:
        text = xml.decode()
        found = _own_cell(text, case)
        new = f'<c r="{case.cell}"{found[1] or ""}{attribute}>{body}</c>'
        return (text[: found.start()] + new + text[found.end() :]).encode()

    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = [n for n, v in made.values.items() if type(v) is int]
        if not names:
            return None
        return Declared(rules, "returned", chance.choice(names), rewrite=in_sheet(change))

    return plant


def _made_a_day(xml: bytes, case: Case) -> bytes:
    """69/70 became a day in the year: a number under a date format."""
    text = xml.decode()
    style = re.search(rf'<c r="E{blank_row(case, "Từ ngày")}" s="(\d+)"', text)
    assert style
    found = _own_cell(text, case)
    return f'{text[: found.start()]}<c r="{case.cell}" s="{style[1]}"><v>45123</v></c>{text[found.end() :]}'.encode()


def _day_for_figure(made: Submission, chance: random.Random) -> Declared | None:
    names = [n for n, v in made.values.items() if type(v) is int]
    return Declared(("CELL-05",), "returned", chance.choice(names), rewrite=in_sheet(_made_a_day)) if names else None


# TCVN3, as the fonts of the .Vn family show it
_UNICODE = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĐĂÂÊÔƠƯ"
_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ§¡¢£¤¥¦"


def _legacy_font(made: Submission, _: random.Random) -> Declared | None:
    # there are no capitals with a tone: they are typed as small letters, in a font that shows capitals
    typed = "".join(c if c in _UNICODE or c.lower() not in _UNICODE else c.lower() for c in made.unit.name)
    name = typed.translate(str.maketrans(_UNICODE, _TCVN3))
    if sum(a != b for a, b in zip(name, made.unit.name, strict=True)) < 3:  # a name of few accents is no evidence
        return None
    made.header["submitter_name"] = name
    return Declared(("TEXT-01",), "accepted")


def _dates_of_1904(xml: bytes, _: Case) -> bytes:
    text = xml.decode()
    if "<workbookPr" in text:
        return re.sub(r"<workbookPr", '<workbookPr date1904="1"', text, count=1).encode()
    return re.sub(r"(<workbook[^>]*>)", r'\1<workbookPr date1904="1"/>', text, count=1).encode()


def _swapped_rows(content: bytes, _: Case) -> bytes:
    """Three rows lost on the way, the count of rows kept."""
    lines = content.decode("utf-8-sig").split("\r\n")
    del lines[25:28]
    return "\r\n".join(lines).encode("utf-8-sig")


def _lines_no_list(content: bytes, _: Case) -> bytes:
    document = json.loads(content)
    document["values"] = [document["values"]]
    return json.dumps(document, ensure_ascii=False).encode()


def _twice_the_key(content: bytes, _: Case) -> bytes:
    return content.replace(b'"secrecy":', b'"report_year": 2024,\n  "secrecy":', 1)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _without_count(content: bytes, _: Case) -> bytes:
    lines = content.decode("utf-8-sig").split("\r\n")
    return "\r\n".join([";BÁO CÁO", "", *lines[2:]]).encode("utf-8-sig")


def _count_below(content: bytes, case: Case) -> bytes:
    """The count of rows at the end, as files of before the blank CSV have it, and something behind it."""
    lines = _without_count(content, case).decode("utf-8-sig").rstrip("\r\n").split("\r\n")
    return "\r\n".join([*lines, f"_row_count;;;;{len(lines)};", ";;Phần thêm sau;;12;", ""]).encode("utf-8-sig")


def _after_count(content: bytes, _: Case) -> bytes:
    return content + ";;Phần thêm sau;;12;\r\n".encode()


FILE_CLASSES = (
    FaultClass("figure that Excel made a day", _day_for_figure, formats=("xlsx",)),
    FaultClass("text of a legacy font", _legacy_font, ALL),
    FaultClass(
        "csv without its count of rows", _file(_without_count, ("CSV-01",), "accepted"), RECORD, formats=("csv",)
    ),
    FaultClass("rows behind the count of a csv", _file(_count_below, ("CSV-04",)), RECORD, formats=("csv",)),
    FaultClass("rows added to a counted csv", _file(_after_count, ("CSV-02",)), RECORD, formats=("csv",)),
    FaultClass("file cut short", _cut, RECORD),
    FaultClass("web page renamed .xlsx", _file(_html), ALL, formats=("xlsx",)),
    FaultClass("archive renamed .xlsx", _file(_packed), ALL, formats=("xlsx",)),
    FaultClass(
        "encrypted or damaged old workbook", _file(lambda c, k: _OLE + k.name.encode() + c[8:]), ALL, formats=("xlsx",)
    ),
    FaultClass("empty file", _file(lambda _c, k: b" " * int(k.name.split()[-1]), (*_ANY_OPEN, "FORM-01")), RECORD),
    FaultClass("workbook without the form", _file(_no_template, ("FORM-01",)), RECORD, formats=("xlsx",)),
    FaultClass("rows of a csv lost on the way", _file(_swapped_rows, ("OPEN-01", "CSV-02")), RECORD, formats=("csv",)),
    FaultClass("json of another shape", _file(_lines_no_list, (*_ANY_OPEN, "JSON-02")), ALL, formats=("json",)),
    FaultClass("json with a key twice", _file(_twice_the_key, ("JSON-01",)), ALL, formats=("json",)),
    FaultClass("error value in a cell", _cell("<v>#DIV/0!</v>", ' t="e"', ("CELL-01",)), formats=("xlsx",)),
    FaultClass("formula without a result", _cell("<f>SUM(E60:E61)</f>", "", ("CELL-02",)), formats=("xlsx",)),
    FaultClass(
        "dates of 1904", _file(in_sheet(_dates_of_1904, "xl/workbook.xml"), ("BOOK-08",)), ALL, formats=("xlsx",)
    ),
)
