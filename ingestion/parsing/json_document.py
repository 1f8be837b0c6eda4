"""Format: one JSON document a submission; sheet name "json", address = JSON pointer.

``{"form_code": ..., "form_version": ..., "values": {field: value}, "lines": [{field: value}]}``.
row_no is the line (0 for values), col_no the position of the key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import orjson

from ingestion.opening.gate import Opened
from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.opening.xml_limits import MAX_ROW
from ingestion.parsing.cells import kind_and_text
from ingestion.parsing.file_content import FileContent, Noticed, SheetCells, Text
from ingestion.parsing.text_encoding import decode

SHEET = "json"
_WIDTH = 10_000
FIELD_ID = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(rb'"\s*:')


def parse(opened: Opened) -> FileContent:
    """One cell a value; null and empty text are no cell.

    Raises:
        RefusedError: not JSON or not of the shape above (OPEN-01), more lines or keys than a report has (OPEN-07).
    """
    text = decode(opened.content)
    try:
        document = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise DamagedError("nội dung JSON sai cấu trúc hoặc bị cắt") from error
    if not isinstance(document, dict):
        raise DamagedError("tài liệu JSON không phải một đối tượng { }")
    values, lines = document.get("values", {}), document.get("lines", [])
    if not isinstance(values, dict) or not isinstance(lines, list) or not all(isinstance(x, dict) for x in lines):
        raise DamagedError("“values” phải là một đối tượng và “lines” là danh sách đối tượng")
    if len(lines) > MAX_ROW or any(len(x) >= _WIDTH for x in (document, values, *lines)):
        raise RefusedError("OPEN-07", f"có {len(lines)} dòng")
    found = FileContent()
    cells = SheetCells(SHEET, [], _WIDTH, [], [], 0, [])
    found.sheets.append(cells)
    keys = _read("", 0, {k: v for k, v in document.items() if k not in ("values", "lines")}, cells, found)
    keys += _read("/values", 0, values, cells, found)
    for line_no, line in enumerate(lines, start=1):
        keys += _read(f"/lines/{line_no - 1}", line_no, line, cells, found)
    if names_in(opened.content) != keys + ("values" in document) + ("lines" in document):
        _repeated_keys(text, found)
    return found


def _read(prefix: str, line_no: int, fields: Mapping[str, object], cells: SheetCells, found: FileContent) -> int:
    """Add the values of one object; returns how many keys it has."""
    addresses = cells.addresses if cells.addresses is not None else []
    for position, (name, value) in enumerate(fields.items(), start=1):
        where = f"{prefix}/{name}"
        if not FIELD_ID.fullmatch(name):
            found.texts.append(Text("json_key", SHEET, where[:200], name))
        if value is None or value == "":
            continue
        if isinstance(value, (dict, list)):
            found.noticed.append(Noticed("JSON-02", SHEET, where, name))
            found.texts.append(Text("json_key", SHEET, where[:200], orjson.dumps(value).decode()))
            kind, text = "e", orjson.dumps(value).decode()[:200]
        else:
            kind, text = kind_and_text(value)
        cells.positions.append(line_no * _WIDTH + position - 1)
        cells.kinds.append(kind)
        cells.texts.append(text)
        addresses.append(where)
    return len(fields)


def names_in(content: bytes) -> int:
    """How many names of fields a document seems to have; never fewer than it has."""
    return len(_KEY.findall(content))


def _repeated_keys(text: str, found: FileContent) -> None:
    """A reader keeps the last of two values under one key: say so instead."""

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        seen: set[str] = set()
        for name, value in items:
            if name in seen:
                found.noticed.append(Noticed("JSON-01", SHEET, None, name[:80]))
                found.texts.append(Text("json_key", SHEET, None, f"{name}: {value}"))
            seen.add(name)
        return dict(items)

    json.loads(text, object_pairs_hook=pairs)
