"""Opens and parses a batch of received files: each file ends as cells or as one clear problem."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from ingestion.opening.gate import FileFormat, RefusedError, recognise
from ingestion.parsing import delimited, json_document, xlsx
from ingestion.parsing.cells import Cell, Parser
from ingestion.shapes import CELL, CELL_FINDING, OPENING, PART_TEXT

_PARSERS: dict[FileFormat, Parser] = {"xlsx": xlsx.parse, "csv": delimited.parse, "json": json_document.parse}


class Received(NamedTuple):
    """One distinct received file."""

    submission_id: str
    source_name: str
    content: bytes


class ParsedBatch(NamedTuple):
    """What a batch of files holds: one opening a file, and of those that opened everything they say."""

    openings: pl.DataFrame  # shape OPENING
    cells: pl.DataFrame  # shape CELL
    texts: pl.DataFrame  # shape PART_TEXT: what stands in the file outside its cells
    findings: pl.DataFrame  # shape CELL_FINDING: what opening and parsing noticed


def parse_batch(files: Iterable[Received]) -> ParsedBatch:
    """Cells of every file that can be read; a file that cannot costs one opening row, never the run."""
    openings: list[tuple[str, str, str | None, str | None, int]] = []
    columns: list[list[object]] = [[] for _ in CELL]
    for file in files:
        file_format: str = "unknown"
        try:
            file_format = recognise(file.source_name, file.content)
            cells = _parse(file_format, file.content)
        except RefusedError as refused:
            openings.append((file.submission_id, file_format, refused.rule_id, refused.detail_vi, 0))
            continue
        openings.append((file.submission_id, file_format, None, None, len(cells)))
        columns[0] += [file.submission_id] * len(cells)
        for position, values in enumerate(zip(*cells, strict=True), start=1):
            columns[position].extend(values)
    data = dict(zip(CELL.names(), columns, strict=True))
    return ParsedBatch(
        pl.DataFrame(openings, schema=OPENING, orient="row"),
        pl.DataFrame(data, schema=CELL),
        pl.DataFrame(schema=PART_TEXT),
        pl.DataFrame(schema=CELL_FINDING),
    )


def _parse(file_format: FileFormat, content: bytes) -> list[Cell]:
    try:
        return _PARSERS[file_format](content)
    except (KeyboardInterrupt, SystemExit):
        raise
    # calamine panics on some damaged files with an exception that is not an Exception: one file, one verdict
    except BaseException as error:
        raise RefusedError("OPEN-01", "tệp bị hỏng hoặc sai cấu trúc") from error
