"""Faults in the shape of a report: rows, columns and lines gone, added or doubled; nothing filled in; an old form."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, LINES, RECORD, Bytes, Case, Declared, FaultClass, counts

_SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(change: Bytes, part: str = _SHEET) -> Bytes:
    """A change of one part of a workbook."""

    def rewrite(content: bytes, case: Case) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(entry, change(data, case) if entry.filename == part else data)
        return out.getvalue()

    return rewrite


def _row_gone(made: Submission, chance: random.Random) -> Declared | None:
    names = counts(made)
    if not names or made.file_format == "json":  # a document without a key has an empty field
        return None
    name = chance.choice(names)
    made.without.append(name)
    return Declared(
        ("COL-01",), "returned", None, rewrite=_without_csv_row(name) if made.file_format == "csv" else None
    )


def _without_csv_row(name: str) -> Bytes:
    def rewrite(content: bytes, _: Case) -> bytes:
        lines = content.decode("utf-8-sig").split("\r\n")
        kept = [line for line in lines if not line.startswith(name + ";")]
        counted = [re.sub(r"^_row_count;;;;\d+", f"_row_count;;;;{len(kept) - 3}", line) for line in kept]
        counted = [re.sub(r"^_control_total;.*", "_control_total;;;;;", line) for line in counted]
        return "\r\n".join(counted).encode("utf-8-sig")

    return rewrite


def _column_gone(made: Submission, chance: random.Random) -> Declared:
    needed = {"F07": ("scope", "sites"), "F08": ("graded", "registered"), "F09": ("target_value", "document_no")}
    made.without.append(chance.choice(needed[made.form]))
    return Declared(("COL-01",))


def _extra_row(made: Submission, chance: random.Random) -> Declared:
    """A row of the sender's own, written as a row of the form."""
    name = chance.choice(["own_count", "extra_total", "ghi_them"])

    def csv_row(content: bytes, _: Case) -> bytes:
        lines = content.decode("utf-8-sig").rstrip("\r\n").split("\r\n")
        counted = [f"_row_count;;;;{len(lines) - 1};", "_control_total;;;;;"]
        return "\r\n".join([*counted, *lines[2:], f"{name};;Chỉ tiêu tự thêm;;7;", ""]).encode("utf-8-sig")

    def json_key(content: bytes, _: Case) -> bytes:
        document = json.loads(content)
        document["values"][name] = 7
        return json.dumps(document, ensure_ascii=False).encode()

    def sheet_row(xml: bytes, _: Case) -> bytes:
        text = xml.decode()
        row = max(map(int, re.findall(r'<row r="(\d+)"', text))) + 1
        cells = f'<c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c><c r="E{row}"><v>7</v></c>'
        return text.replace("</sheetData>", f'<row r="{row}">{cells}</row></sheetData>').encode()

    rewrite = {"csv": csv_row, "json": json_key, "xlsx": in_sheet(sheet_row)}[made.file_format]
    return Declared(("COL-02", "BOOK-05"), "accepted", rewrite=rewrite)


def _line_twice(made: Submission, chance: random.Random) -> Declared:
    made.lines.append(dict(made.lines[chance.randrange(len(made.lines))]))
    key = {"F07": "model_code", "F08": "unit_kind", "F09": "indicator_code"}[made.form]
    return Declared(("LINE-01",), "returned", key, len(made.lines))


def _nothing(made: Submission, _: random.Random) -> Declared:
    made.values.clear()
    made.lines.clear()
    return Declared(("EMPTY-01",))


def _old_version(made: Submission, chance: random.Random) -> Declared:
    version = chance.choice(["2022.1", "2019.2", "2023.4"])
    if made.file_format == "xlsx":
        made.version = version
        return Declared(("FORM-02",), "returned", "form_version")

    def rewrite(content: bytes, _: Case) -> bytes:
        return content.replace(b"2024.1", version.encode())

    return Declared(("FORM-02",), "returned", None, rewrite=rewrite)


def _unknown_form(made: Submission, chance: random.Random) -> Declared | None:
    if made.file_format == "xlsx":
        return None
    code = chance.choice(["F99", "M07", "BC-01"])

    def rewrite(content: bytes, case: Case) -> bytes:
        return content.replace(case.made.form.encode(), code.encode())

    return Declared(("FORM-01",), rewrite=rewrite)


def _not_asked(made: Submission, _: random.Random) -> Declared | None:
    if made.window.part == "Y" or made.form != "F01":
        return None
    made.values["festival_sites"] = 3
    return Declared(("COL-03",), "accepted", "festival_sites")


SHAPE_CLASSES = (
    FaultClass("row deleted", _row_gone, RECORD, formats=("xlsx", "csv")),
    FaultClass("column emptied", _column_gone, LINES, formats=("xlsx",)),
    FaultClass("row added", _extra_row, RECORD),
    FaultClass("line doubled", _line_twice, LINES, formats=("xlsx", "json")),
    FaultClass("nothing filled in", _nothing, ALL),
    FaultClass("form version not in use", _old_version, ALL),
    FaultClass("unknown form code", _unknown_form, ALL, formats=("csv", "json")),
    FaultClass("figure of another period", _not_asked, ("F01",), "Q"),
)
