"""The plain way: one file after the other, one row after the other, in Python.

Two uses: what kho138 is measured beside, and the reference its decisions and cells are compared with.
Written from the forms (quarterly F01); shares no code with the pipeline but the register of units.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from quality.personal_data import secrecy
from quality.personal_data.allowed import allowed
from quality.personal_data.folding import normalise
from quality.personal_data.scan import scan
from quality.register.register import Register
from tests.benchmarks.corpus import BenchFile
from tests.benchmarks.row_rules import HEADER, NUMBERS, RULES, Value, read_cell

OPTIONAL = {"area_code", "corrects_submission", "correction_reason"}


class Row(NamedTuple):
    """A field as it stands in the file."""

    sheet: str
    cell: str
    raw: object


@dataclass
class Result:
    """What one file came to."""

    name: str
    sha256: str
    verdict: str = "accepted"
    findings: list[tuple[str, str]] = field(default_factory=list)  # rule, cell
    facts: list[tuple[str, object, str, str]] = field(default_factory=list)  # field, value, sheet, cell


class RowLoop:
    """Reads files one by one against the register in ``register_folder``.

    ``guarded``: looks for personal data and marks of secrecy too, text by text, with the detectors of the pipeline.
    """

    def __init__(self, register_folder: Path, *, guarded: bool = False) -> None:
        register = Register.read(register_folder)
        self._allowed = allowed(register) if guarded else None
        self._harmless = set(self._allowed.texts) if self._allowed else set()  # no text is asked about twice
        units = register.units.select("unit_code", "name_vi", "kind", "valid_from", "valid_to")
        self._units = [u for u in units.iter_rows(named=True) if u["kind"]]
        self._aliases = set(register.aliases.select("unit_code", "alias").iter_rows())
        self._seen: set[str] = set()

    def run(self, files: Sequence[BenchFile], home: Path) -> list[Result]:
        """Land, read and judge every file; accepted values end in ``home/facts.parquet``."""
        results = []
        (home / "landing").mkdir(parents=True, exist_ok=True)
        for file in files:
            content = file.path.read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            if sha256 in self._seen:
                continue
            self._seen.add(sha256)
            if self._allowed and self._is_personal(_TEXTS[file.path.suffix](content)):
                results.append(Result(file.path.name, sha256, "quarantined"))
                continue
            (home / "landing" / sha256).write_bytes(content)
            results.append(self._judge(file, content, Result(file.path.name, sha256)))
        rows = [(r.sha256, name, str(value), sheet, cell) for r in results for name, value, sheet, cell in r.facts]
        columns = [list(c) for c in zip(*rows, strict=True)] or [[]] * 5
        names = ["submission_id", "field", "value", "sheet", "cell"]
        pq.write_table(pa.table(dict(zip(names, columns, strict=True))), home / "facts.parquet", compression="zstd")
        return results

    def _is_personal(self, texts: Iterator[str]) -> bool:
        assert self._allowed  # asked for by who is guarded
        for text in texts:
            if text not in self._harmless and len(text) > 1 and not _PLAIN.fullmatch(text):
                plain = normalise(text)
                if secrecy.is_mark(text) or scan(plain, "s", frozenset(), self._allowed):
                    return True
                self._harmless.add(text)
        return False

    def _judge(self, file: BenchFile, content: bytes, result: Result) -> Result:
        rows = dict(_READERS[file.path.suffix](content))
        values: dict[str, Value] = {}
        for name, row in rows.items():
            if name not in HEADER and name not in NUMBERS:
                continue
            values[name], rule = read_cell(name, row.raw)
            if rule:
                result.findings.append((rule, row.cell))
        bad = {cell for _, cell in result.findings}
        for name in (*HEADER, *NUMBERS):
            if name not in OPTIONAL and values.get(name) is None and rows[name].cell not in bad:
                result.findings.append(("VAL-05", rows[name].cell))
        self._check_header(file, values, rows, result)
        unread = {name for name, row in rows.items() if row.cell in bad and values.get(name) is None}
        for rule_id, (names, holds) in RULES.items():
            if unread.isdisjoint(names) and holds(values) is False:
                result.findings.append((rule_id, rows[names[0]].cell))
        if any(
            "-Q" not in rule and rule not in ("VAL-08", "VAL-10", "HEAD-04", "HEAD-08") for rule, _ in result.findings
        ):
            result.verdict = "returned"
        else:
            facts = [(n, values[n], rows[n]) for n in NUMBERS if values.get(n) is not None]
            result.facts = [(name, value, row.sheet, row.cell) for name, value, row in facts]
        return result

    def _check_header(self, file: BenchFile, values: dict[str, Value], rows: dict[str, Row], result: Result) -> None:
        def found(rule: str, name: str) -> None:
            result.findings.append((rule, rows[name].cell))

        code, end = values["submitter_code"], values["period_end"]
        own = [u for u in self._units if u["unit_code"] == code]
        if not own:
            found("HEAD-02", "submitter_code")
        elif code != file.arrival.sender_code:
            found("HEAD-05", "submitter_code")
        elif isinstance(end, date):
            valid = [u for u in own if u["valid_from"] <= end <= (u["valid_to"] or date.max)]
            if not valid:
                found("HEAD-03", "submitter_code")
            for unit in valid:
                known = (unit["unit_code"], values["submitter_name"]) in self._aliases
                if unit["name_vi"] != values["submitter_name"] and not known:
                    found("HEAD-04", "submitter_name")
        window = (values["period_start"], end)
        if window not in _quarters(values["report_year"]):
            found("HEAD-01", "period_start")
        prepared = values["prepared_on"]
        if isinstance(prepared, date) and prepared > file.arrival.received_at.date() + timedelta(days=1):
            found("HEAD-08", "prepared_on")


def _quarters(year: Value) -> list[tuple[date, date]]:
    # Decree 09/2019: a quarter ends on the 14th of its last month
    y = int(float(str(year)))
    starts = [date(y - 1, 12, 15), date(y, 3, 15), date(y, 6, 15), date(y, 9, 15), date(y, 12, 15)]
    return [(a, b - timedelta(days=1)) for a, b in pairwise(starts)]


def _xlsx(content: bytes) -> Iterator[tuple[str, Row]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if sheet.title == "Báo cáo" and isinstance(row[0], str):
                yield row[0], Row(sheet.title, f"E{number}", row[4] if len(row) > 4 else None)


def _csv(content: bytes) -> Iterator[tuple[str, Row]]:
    for number, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"), start=1):
        if row[0]:
            yield row[0], Row("csv", f"E{number}", row[4])


def _json(content: bytes) -> Iterator[tuple[str, Row]]:
    document = json.loads(content)
    values = document["values"]
    for name in ("form_code", "form_version"):
        yield name, Row("json", f"/{name}", document[name])
    for name in (*HEADER, *NUMBERS):
        if name not in ("form_code", "form_version"):
            yield name, Row("json", f"/values/{name}", values.get(name))


_PLAIN = re.compile(r"[\d/.,:; -]{1,10}")  # counts and days


def _texts_of_xlsx(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return (value for row in rows for value in row if isinstance(value, str))


def _texts_of_csv(content: bytes) -> Iterator[str]:
    return (text for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for text in row)


def _texts_of_json(content: bytes) -> Iterator[str]:
    document = json.loads(content)
    return (text for text in [*document.values(), *document["values"].values()] if isinstance(text, str))


_TEXTS = {".xlsx": _texts_of_xlsx, ".csv": _texts_of_csv, ".json": _texts_of_json}
_READERS = {".xlsx": _xlsx, ".csv": _csv, ".json": _json}
