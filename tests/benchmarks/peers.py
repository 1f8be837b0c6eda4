"""What the same work costs otherwise: the physical limit, the parser alone, and three common ways.

They do less than kho138 (no landing, no register, no sentences, no rules between fields but where said),
so the ratios are on the safe side.
"""

from __future__ import annotations

import csv
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import BenchFile
from tests.benchmarks.row_rules import HEADER, NUMBERS

Run = Callable[[Sequence[BenchFile], Path], object]
_COUNTS = (*NUMBERS, "report_year", "submission_no")
_REQUIRED = [n for n in (*HEADER, *NUMBERS) if n not in ("area_code", "corrects_submission", "correction_reason")]


def read_and_inflate(files: Sequence[BenchFile], _: Path) -> None:
    """Read the bytes; unpack every entry of a workbook."""
    for file in files:
        content = file.path.read_bytes()
        if content[:2] == b"PK":
            for start, size in _entries(content):
                zlib.decompress(content[start : start + size], -15)


def _entries(content: bytes) -> Iterator[tuple[int, int]]:
    end = content.rindex(b"PK\x05\x06")
    count, _, at = struct.unpack_from("<HII", content, end + 10)
    for _ in range(count):
        size, _, name, extra, comment = struct.unpack_from("<IIHHH", content, at + 20)
        (local,) = struct.unpack_from("<I", content, at + 42)
        own_name, own_extra = struct.unpack_from("<HH", content, local + 26)
        yield local + 30 + own_name + own_extra, size
        at += 46 + name + extra + comment


def parser_alone(files: Sequence[BenchFile], _: Path) -> None:
    """Calamine, the csv module or orjson, to Python values and nothing else."""
    import orjson
    from python_calamine import CalamineWorkbook

    for file in files:
        content = file.path.read_bytes()
        if file.path.suffix == ".xlsx":
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            for sheet in book.sheet_names:
                book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        elif file.path.suffix == ".csv":
            list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        else:
            orjson.loads(content)


def _frame(path: Path) -> Any:
    """One row a file, as the pandas documentation reads such a sheet."""
    import pandas as pd

    if path.suffix == ".json":
        document = json.loads(path.read_text(encoding="utf-8"))
        values = {k: v for k, v in document.items() if k.startswith("form_")} | document["values"]
    else:
        sheet = (
            pd.read_excel(path, sheet_name="Báo cáo", header=None, engine="openpyxl")
            if path.suffix == ".xlsx"
            else pd.read_csv(path, sep=";", header=None, names=range(6), encoding="utf-8-sig", skip_blank_lines=False)
        )
        rows = sheet.dropna(subset=[0]).set_index(0)[4]
        values = rows.to_dict()
    frame = pd.DataFrame([{name: values.get(name) for name in (*HEADER, *NUMBERS)}])
    for name in _COUNTS:
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
    for name in ("period_start", "period_end", "prepared_on"):
        frame[name] = pd.to_datetime(frame[name], dayfirst=path.suffix == ".csv", errors="coerce")
    return frame


def _schema() -> Any:
    import pandera.pandas as pa

    numbers = {n: pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True) for n in _COUNTS}
    others = {n: pa.Column(nullable=n not in _REQUIRED) for n in HEADER if n not in numbers}
    checks = [
        pa.Check(lambda f: ~(f.models_new > f.models_taken_part)),
        pa.Check(lambda f: ~(f.residential_areas_with_zalo > f.residential_areas_total)),
        pa.Check(lambda f: ~(f.tips_useful > f.tips_received)),
        pa.Check(lambda f: ~(f.tips_resolved > f.tips_due)),
    ]
    return pa.DataFrameSchema(numbers | others, checks=checks)


def pandas_pandera(files: Sequence[BenchFile], home: Path) -> None:
    """pandas (openpyxl for workbooks) and one pandera validation a file; the rows end in one Parquet file."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    schema, good = _schema(), []
    for file in files:
        frame = _frame(file.path)
        try:
            good.append(schema.validate(frame, lazy=True))
        except SchemaErrors as errors:
            errors.failure_cases.to_dict()
    pd.concat(good).astype(dict.fromkeys(HEADER, str)).to_parquet(home / "pandera.parquet")


def great_expectations(files: Sequence[BenchFile], home: Path) -> None:
    """The same, and a Great Expectations suite (not null, at least zero) a file."""
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    expect = gx.expectations
    suite = context.suites.add(gx.ExpectationSuite(name=f"f01-{len(files)}"))
    for name in _REQUIRED:
        suite.add_expectation(expect.ExpectColumnValuesToNotBeNull(column=name))
    for name in _COUNTS:
        suite.add_expectation(expect.ExpectColumnValuesToBeBetween(column=name, min_value=0))
    source = context.data_sources.add_pandas(name=f"files-{len(files)}")
    batches = source.add_dataframe_asset(name="file").add_batch_definition_whole_dataframe("whole")
    for file in files:
        batches.get_batch(batch_parameters={"dataframe": _frame(file.path)}).validate(suite)
    pandas_pandera(files, home)


def dlt_pipeline(files: Sequence[BenchFile], home: Path) -> None:
    """A dlt resource with a frozen, typed schema: one row a value, as kho138 keeps them, to Parquet on disk."""
    import os

    import dlt

    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
    texts = ("file", "unit_code", "period_start", "period_end", "field", "raw_text")
    columns: Any = {n: {"data_type": "text", "nullable": n == "raw_text"} for n in texts}
    columns["value_number"] = {"data_type": "double", "nullable": False}

    @dlt.resource(name="facts", columns=columns, schema_contract={"columns": "freeze", "data_type": "freeze"})
    def reports() -> Iterator[dict[str, object]]:
        for file in files:
            rows = _rows(file.path)
            head = {n: str(rows[n]) for n in ("period_start", "period_end")} | {"file": file.path.name}
            values = {n: _number(rows.get(n)) for n in NUMBERS}
            if None in values.values() or any(rows.get(n) in (None, "") for n in _REQUIRED):
                continue  # returned to its sender
            for name, value in values.items():
                yield head | {
                    "unit_code": str(rows["submitter_code"]), "field": name,
                    "value_number": value, "raw_text": str(rows[name]),
                }  # fmt: skip

    destination = dlt.destinations.filesystem(bucket_url=(home / "dlt").as_uri())
    pipeline = dlt.pipeline(f"f01_{len(files)}", destination=destination, dataset_name="f01", pipelines_dir=str(home))
    pipeline.run(reports(), loader_file_format="parquet")


def _number(value: object) -> float | None:
    try:
        return None if value in (None, "") else float(str(value).replace(",", "."))
    except ValueError:
        return None


def _rows(path: Path) -> dict[str, object]:
    if path.suffix == ".json":
        document = json.loads(path.read_text(encoding="utf-8"))
        return {k: v for k, v in document.items() if k.startswith("form_")} | document["values"]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {r[0]: r[4] for r in csv.reader(file, delimiter=";") if r[0]}
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True)["Báo cáo"]
    return {str(r[0]): r[4] for r in sheet.iter_rows(values_only=True) if r[0]}
