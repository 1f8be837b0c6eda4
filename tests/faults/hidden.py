"""What a spreadsheet hides or carries along: hidden sheets and rows, comments, links, macros, copies, odd cells."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, LINES, RECORD, Bytes, Case, Declared, FaultClass, Plant
from tests.faults.files import blank_row
from tests.faults.packages import (
    parts_of,
    with_comment,
    with_name,
    with_part,
    with_sheet,
    with_sheet_part,
)
from tests.faults.saved_as import as_xlsm
from tests.faults.shapes import in_sheet


def _package(change: Callable[[bytes, Case], bytes], rules: tuple[str, ...], verdict: str = "accepted") -> Plant:
    return lambda _made, _chance: Declared(rules, verdict, rewrite=change)


def outside_the_form(body: str, attribute: str = "") -> Bytes:
    """A cell far from the form: J12."""

    def change(xml: bytes, _: Case) -> bytes:
        text = xml.decode()
        at = text.index("</row>", text.index('<row r="12"'))
        return f'{text[:at]}<c r="J12"{attribute}>{body}</c>{text[at:]}'.encode()

    return in_sheet(change)


def _figure(body: str, attribute: str, rules: tuple[str, ...], verdict: str = "returned") -> Plant:
    def change(xml: bytes, case: Case) -> bytes:
        text = xml.decode()
        found = re.search(rf'<c r="{case.cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', text, re.DOTALL)
        assert found, case.cell
        value = re.search(r"<v>(.*?)</v>", found[0])
        own = body.format(value=value[1] if value else 0)
        return f'{text[: found.start()]}<c r="{case.cell}"{found[1] or ""}{attribute}>{own}</c>{text[found.end() :]}'.encode()

    def plant(made: Submission, chance: random.Random) -> Declared | None:
        names = [n for n, v in made.values.items() if type(v) is int]
        return Declared(rules, verdict, chance.choice(names), rewrite=in_sheet(change)) if names else None

    return plant


def _row_hidden(xml: bytes, case: Case) -> bytes:
    row = re.sub(r"\D", "", case.cell or "")
    return xml.replace(f'<row r="{row}"'.encode(), f'<row r="{row}" hidden="1"'.encode(), 1)


def _hidden_row(made: Submission, chance: random.Random) -> Declared | None:
    names = [n for n, v in made.values.items() if type(v) is int]
    if not names:
        return None
    return Declared(("BOOK-03",), "accepted", chance.choice(names), rewrite=in_sheet(_row_hidden), anywhere=True)


def _copy(content: bytes, case: Case) -> bytes:
    return with_sheet_part(content, "Báo cáo (2)", parts_of(content)["xl/worksheets/sheet1.xml"])


def _copy_that_differs(made: Submission, chance: random.Random) -> Declared | None:
    names = [n for n, v in made.values.items() if type(v) is int]
    if not names:
        return None

    def rewrite(content: bytes, case: Case) -> bytes:
        xml = parts_of(content)["xl/worksheets/sheet1.xml"].decode()
        other = re.sub(rf'(<c r="{case.cell}"[^>]*><v>)(\d+)', lambda m: f"{m[1]}{int(m[2]) + 1}", xml, count=1)
        assert other != xml
        return with_sheet_part(content, "Báo cáo (2)", other.encode())

    return Declared(("COPY-01",), "returned", chance.choice(names), rewrite=rewrite, anywhere=True)


def _wrong_total(made: Submission, chance: random.Random) -> Declared:
    """A row "Tổng cộng" under the lines that does not add up."""
    name = {"F07": "sites", "F08": "eligible"}[made.form]
    sum_of = sum(int(str(line[name])) for line in made.lines)
    label = {"F07": "model_name", "F08": "decision_no"}[made.form]
    made.lines.append({label: "Tổng cộng", name: sum_of + chance.choice([-1, 1, 10])})
    return Declared(("LINE-02",), "returned", name, len(made.lines))


def _external(content: bytes, case: Case) -> bytes:
    return with_name(content, "NguonSoLieu", "'C:\\bao cao\\[nam truoc.xlsx]Sheet1'!$A$1")


def _command(content: bytes, case: Case) -> bytes:
    return with_name(content, "Mo", "cmd|'/c calc'!A0")


def _macros(content: bytes, case: Case) -> bytes:
    case.made.file_format = "xlsm"
    return with_part(as_xlsm(content), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro " + case.name.encode())


def _far_cell(xml: bytes, case: Case) -> bytes:
    row = blank_row(case, "Từ ngày")
    at = xml.index(b"</row>", xml.index(f'<row r="{row}"'.encode()))
    far = b'<c r="XFD1048576"><v>1</v></c>'
    return xml[:at] + b'</row><row r="1048576">' + far + xml[at:]


HIDDEN_CLASSES = (
    FaultClass("hidden sheet", _package(lambda c, _: with_sheet(c, "Nháp", [["Số liệu cũ", 12]], "hidden"), ("BOOK-01",)), ALL, formats=("xlsx",)),
    FaultClass("sheet hidden deeply", _package(lambda c, _: with_sheet(c, "Nháp", [["Số liệu cũ", 12]], "veryHidden"), ("BOOK-02",)), ALL, formats=("xlsx",)),
    FaultClass("figure in a hidden row", _hidden_row, formats=("xlsx",)),
    FaultClass("comment at a cell", _package(lambda c, _: with_comment(c, "E12", "số này đã hỏi lại tổ dân phố"), ("BOOK-04",)), ALL, formats=("xlsx",)),
    FaultClass("name that points out of the file", _package(_external, ("BOOK-06",)), ALL, formats=("xlsx",)),
    FaultClass("command in a name", _package(_command, ("BOOK-07",), "returned"), ALL, formats=("xlsx",)),
    FaultClass("macros", _package(_macros, ("BOOK-09",)), ALL, formats=("xlsx",)),
    FaultClass("embedded object", _package(lambda c, k: with_part(c, "xl/embeddings/oleObject1.bin", k.name.encode()), ("BOOK-10",)), ALL, formats=("xlsx",)),
    FaultClass("number that is none", _figure("<v>1E999</v>", "", ("CELL-03",)), formats=("xlsx",)),
    FaultClass("control character in a figure", _figure("<is><t>1&#9;_x0007_2</t></is>", ' t="inlineStr"', ("CELL-04",)), formats=("xlsx",)),
    FaultClass("error value outside the form", _package(outside_the_form("<v>#REF!</v>", ' t="e"'), ("CELL-06",)), ALL, formats=("xlsx",)),
    FaultClass("control character outside the form", _package(outside_the_form("<is><t>a_x0007_b</t></is>", ' t="inlineStr"'), ("CELL-07",)), ALL, formats=("xlsx",)),
    FaultClass("figure taken from another file", _figure("<f>[1]Sheet1!$B$2</f><v>{value}</v>", "", ("CELL-08",), "accepted"), formats=("xlsx",)),
    FaultClass("the form twice, with other figures", _copy_that_differs, RECORD, formats=("xlsx",)),
    FaultClass("the form twice, the same", _package(_copy, ("COPY-02",)), RECORD, formats=("xlsx",)),
    FaultClass("total of lines that does not add up", _wrong_total, ("F07", "F08"), formats=("xlsx",)),
    FaultClass("cell at the end of the sheet", _package(in_sheet(_far_cell), ("OPEN-07",), "returned"), (*RECORD, *LINES), formats=("xlsx",)),
)  # fmt: skip
