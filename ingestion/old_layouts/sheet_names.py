"""How a report that is one sheet of a file is called: the sheet, then the file."""

from __future__ import annotations

_BETWEEN = " › "


def named(sheet: str, file_name: str) -> str:
    """Name of the report that stands in a sheet of a file."""
    return f"{sheet}{_BETWEEN}{file_name}"


def sheet_of(source_name: str) -> str | None:
    """The sheet a name speaks of; None where it is the name of a file."""
    sheet, between, _ = source_name.rpartition(_BETWEEN)
    return sheet if between else None


def file_of(source_name: str) -> str:
    """The file a name speaks of."""
    return source_name.rpartition(_BETWEEN)[2]
