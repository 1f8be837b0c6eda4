"""JSON documents written plainly, read together as columns: what ``json_document`` reads one by one, to the letter.

Plain is a document of its shape in which every name is a field id, stands once in its object and has no list or
object for a value. Programs write the same names in the same order into every file: they are looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import orjson
import polars as pl

from ingestion.parsing.cells import kind_and_text
from ingestion.parsing.json_document import FIELD_ID, SHEET, names_in
from ingestion.parsing.plain_columns import PlainColumns, columns_of

_KIND = {str: "s", int: "n", float: "n", bool: "b", type(None): "-"}
_CONTROL = (b"\\u000", b"\\u001", b"\\b", b"\\f", b"_x00")
_MOST = 1_000  # names, and lines
_Names = tuple[str, ...]
_Object = tuple[str, int, dict[str, object]]  # its pointer, its line, its fields


def plain_document(content: bytes) -> bool:
    """Whether ``content`` may be plain: an object, without control characters or what may stand for one."""
    return content.startswith(b"{") and not any(control in content for control in _CONTROL)


def read_json(contents: Sequence[bytes]) -> PlainColumns:
    """Everything of ``contents``."""
    left = []
    values: list[object] = []
    shapes: dict[_Names, int] = {}
    objects: list[tuple[int, str, int, int]] = []
    for file, content in enumerate(contents):
        parts = _objects(content)
        if parts is None:
            left.append(file)
            continue
        for pointer, line, fields in parts:
            objects.append((file, pointer, line, shapes.setdefault(tuple(fields), len(shapes))))
            values += fields.values()
    said = pl.DataFrame(
        {
            "kind": list(map(_KIND.__getitem__, map(type, values))),
            "text": [
                value if type(value) is str else str(value) if type(value) is int else _text(value) for value in values
            ],
        },
        schema={"kind": pl.String, "text": pl.String},
    )
    names = {"file": pl.UInt32, "pointer": pl.String, "row_no": pl.Int32, "shape": pl.UInt32}
    placed = pl.DataFrame(objects, schema=names, orient="row")
    ids = pl.Series(list(map(list, shapes)), dtype=pl.List(pl.String))
    cells = (
        placed.with_columns(name=ids.gather(placed["shape"]))
        .with_columns(col_no=pl.int_ranges(1, pl.col("name").list.len() + 1, dtype=pl.Int32))
        .explode("name", "col_no")
        .hstack(said)
        .filter(pl.col("text") != "")
        .select(
            "file", "row_no", "col_no", "kind", "text",
            sheet=pl.lit(SHEET), cell=pl.col("pointer") + "/" + pl.col("name"),
        )
    )  # fmt: skip
    return columns_of(cells, None, (), left)


def _objects(content: bytes) -> list[_Object] | None:
    """The objects of a document that have fields; None where it is not plain."""
    try:
        document = orjson.loads(content)
    except (orjson.JSONDecodeError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    names = len(document)
    values, lines = document.pop("values", {}), document.pop("lines", [])
    if not isinstance(values, dict) or not isinstance(lines, list) or len(lines) > _MOST:
        return None
    objects: list[_Object] = [("", 0, document), ("/values", 0, values)]
    objects += [(f"/lines/{n}", n + 1, line) for n, line in enumerate(lines)]
    for _, _, fields in objects:
        if (
            not isinstance(fields, dict)
            or not _are_ids(tuple(fields))
            or not _KIND.keys() >= set(map(type, fields.values()))
        ):
            return None
        names += len(fields) if fields is not document else 0
    # no more colons than names: no name stands twice
    if names > _MOST or (content.count(b":") != names and names_in(content) != names):
        return None
    return [part for part in objects if part[2]]


@lru_cache(maxsize=1024)
def _are_ids(names: _Names) -> bool:
    return all(map(FIELD_ID.fullmatch, names))


def _text(value: object) -> str:
    return "" if value is None else kind_and_text(value)[1]
