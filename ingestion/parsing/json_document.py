"""Format: one JSON document a submission; sheet name "json", address = JSON pointer.

``{"form_code": ..., "form_version": ..., "values": {field: value}, "lines": [{field: value}]}``.
row_no is the line (0 for values), col_no the position of the key.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from ingestion.parsing.cells import Cell, kind_and_text

SHEET = "json"


def parse(content: bytes) -> list[Cell]:
    """One cell a non-null value.

    Raises:
        ValueError: not JSON, or not of the shape above.
    """
    document = orjson.loads(content)
    if not isinstance(document, dict):
        raise ValueError("the document is not an object")  # noqa: TRY004 — a fault of the file, not of a caller
    values = document.get("values", {})
    lines = document.get("lines", [])
    if not isinstance(values, dict) or not isinstance(lines, list) or not all(isinstance(x, dict) for x in lines):
        raise ValueError("values must be an object and lines a list of objects")
    top = {k: v for k, v in document.items() if k not in ("values", "lines")}
    cells = list(_cells("", 0, top))
    cells += _cells("/values", 0, values)
    for line_no, line in enumerate(lines, start=1):
        cells += _cells(f"/lines/{line_no - 1}", line_no, line)
    return cells


def _cells(prefix: str, line_no: int, fields: dict[str, object]) -> Iterator[Cell]:
    for position, (name, value) in enumerate(fields.items(), start=1):
        if value is None or value == "":
            continue
        yield Cell(SHEET, f"{prefix}/{name}", line_no, position, *kind_and_text(value))
