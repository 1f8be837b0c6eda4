"""Opens and parses files one after another in this process; the frames of all are built in one go.

A file that cannot be read ends as one opening row. What kills the process (abort, out of memory, endless
loop) is not caught here: ``worker`` runs this where that costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import NamedTuple, cast

import polars as pl

from ingestion.opening.file_kind import FileFormat
from ingestion.opening.gate import Opened, open_safely
from ingestion.opening.refused import DamagedError, RefusedError
from ingestion.parsing import delimited, json_document, ods, xls, xlsx
from ingestion.parsing.cells import column_letters
from ingestion.parsing.delimited import VALUE_COLUMN
from ingestion.parsing.file_content import FileContent
from ingestion.parsing.plain_files import read_plain
from ingestion.parsing.printed_part import Folded, printed_frame
from ingestion.parsing.printed_part import fold as fold_words
from ingestion.shapes import CELL, CELL_FINDING, OPENING, PART_TEXT, PRINTED

_PARSERS: dict[FileFormat, Callable[[Opened], FileContent]] = {
    "xlsx": xlsx.parse,
    "xls": xls.parse,
    "ods": ods.parse,
    "csv": delimited.parse,
    "json": json_document.parse,
}
MAX_CELLS = 500_000
_NAMED = 6  # hidden rows and columns that a finding names; more are counted
_ID = r"^_?[a-z][a-z0-9_]*$"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_x00(?:0[0-8BCEF]|1[0-9A-F])_"


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
    printed: pl.DataFrame = pl.DataFrame(schema=PRINTED)  # words that files of it have alike; see ``unfold``


def parse_file(file: Received) -> tuple[str, FileContent]:
    """Format and content of one file.

    Raises:
        RefusedError: it is not opened; whatever a library raised, panics included, is OPEN-01.
    """
    opened = open_safely(file.source_name, file.content)
    try:
        found = _PARSERS[opened.format](opened)
    except (RefusedError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # calamine panics on some damaged files with an exception that is not an Exception: one file, one verdict
    except BaseException as error:
        raise DamagedError("tệp bị hỏng hoặc sai cấu trúc") from error
    if sum(len(s.positions) for s in found.sheets) > MAX_CELLS:
        raise RefusedError("OPEN-07", f"có hơn {MAX_CELLS} ô có dữ liệu")
    return opened.format, found


def parse_chunk(
    files: Iterable[Received], starting: Callable[[int], None] = lambda _: None, *, fold: bool = False
) -> ParsedBatch:
    """Everything of ``files``, what plainly written text files say last.

    Args:
        files: distinct files.
        starting: told the position of each file before it is opened alone.
        fold: words that several files have alike are carried once, and of these files only what was filled in.
    """
    files = list(files)
    openings: list[tuple[str, str, str | None, str | None, int, str | None]] = []
    opened: list[tuple[str, FileContent]] = []
    # before any file is started: should it end this process, no single file is guilty
    plain = read_plain(files, fold=fold)
    for position, file in enumerate(files):
        if position in plain.opened:
            of_plain = plain.opened[position]
            openings.append((file.submission_id, of_plain[0], None, None, of_plain[1], plain.printed.get(position)))
            continue
        starting(position)
        try:
            file_format, found = parse_file(file)
        except RefusedError as refused:
            openings.append((file.submission_id, "unknown", refused.rule_id, refused.detail_vi, 0, None))
            continue
        except MemoryError:
            openings.append((file.submission_id, "unknown", "OPEN-09", "cần quá nhiều bộ nhớ để đọc", 0, None))
            continue
        count = sum(len(s.positions) for s in found.sheets)
        openings.append((file.submission_id, file_format, None, None, count, None))
        opened.append((file.submission_id, found))
    folded = fold_words(opened) if fold else Folded(opened, {}, [])
    opened = folded.opened
    openings = [(*row[:-1], folded.printed.get(row[0], row[-1])) for row in openings]
    parsed = _cells(opened)
    cells = pl.concat([parsed, plain.cells])
    noticed = [(sid, *finding) for sid, found in opened for finding in found.noticed]
    findings = [
        plain.findings,
        pl.DataFrame(noticed, schema=CELL_FINDING, orient="row"),
        _not_finite(cells),
        _control_characters(parsed),  # plainly written files have none
        _hidden_values(opened, parsed),
    ]
    return ParsedBatch(
        pl.DataFrame(openings, schema=OPENING, orient="row"),
        cells,
        pl.concat([_texts(opened), plain.texts]),
        pl.concat(findings).unique(maintain_order=True),
        pl.concat([printed_frame(folded.parts), plain.parts]),
    )


def _texts(opened: list[tuple[str, FileContent]]) -> pl.DataFrame:
    """Texts outside the cells (shape PART_TEXT); what many files share is built once and multiplied."""
    own = [(sid, *text) for sid, found in opened for text in found.texts]
    if not any(found.shared_texts for _, found in opened):
        return pl.DataFrame(own, schema=PART_TEXT, orient="row")
    blocks = {id(block): block for _, found in opened for block in found.shared_texts}
    number = {key: position for position, key in enumerate(blocks)}
    used = [(sid, number[id(block)]) for sid, found in opened for block in found.shared_texts]
    words = [(position, *text) for position, block in enumerate(blocks.values()) for text in block]
    names = {"block": pl.Int64} | {n: t for n, t in PART_TEXT.items() if n != "submission_id"}
    shared = pl.DataFrame(used, schema={"submission_id": pl.String, "block": pl.Int64}, orient="row").join(
        pl.DataFrame(words, schema=names, orient="row"), on="block", maintain_order="left_right"
    )
    return pl.concat([pl.DataFrame(own, schema=PART_TEXT, orient="row"), shared.select(PART_TEXT.names())])


def _cells(opened: list[tuple[str, FileContent]]) -> pl.DataFrame:
    sheets = [(sid, sheet) for sid, found in opened for sheet in found.sheets if sheet.positions]
    if not sheets:
        return pl.DataFrame(schema=CELL)
    positions: list[int] = []
    kinds: list[str] = []
    texts: list[str] = []
    for _, sheet in sheets:
        positions += sheet.positions
        kinds += sheet.kinds
        texts += sheet.texts
    of_sheet = pl.DataFrame(
        [(sid, s.sheet, s.width, s.first_row, len(s.positions)) for sid, s in sheets],
        schema={"submission_id": pl.String, "sheet": pl.String, "width": pl.Int64, "first_row": pl.Int64,
                "cells": pl.UInt32}, orient="row",
    )  # fmt: skip
    which = of_sheet.select(pl.int_range(pl.len(), dtype=pl.UInt32).repeat_by("cells").explode()).to_series()
    placed = of_sheet[which].with_columns(position=pl.Series(positions, dtype=pl.Int64)).select(
        "submission_id",
        "sheet",
        row_no=pl.col("position") // pl.col("width") + pl.col("first_row"),
        col_no=pl.col("position") % pl.col("width") + 1,
        kind=pl.Series(kinds, dtype=pl.String),
        text=pl.Series(texts, dtype=pl.String),
    )  # fmt: skip
    cell = _addresses(placed["row_no"], placed["col_no"])
    if any(sheet.addresses for _, sheet in sheets):
        own = [a for _, s in sheets for a in s.addresses or repeat(None, len(s.positions))]
        cell = placed.select(pl.coalesce(pl.Series(own, dtype=pl.String), cell)).to_series()
    return placed.with_columns(cell.alias("cell")).select([pl.col(name).cast(dtype) for name, dtype in CELL.items()])


def _addresses(row_no: pl.Series, col_no: pl.Series) -> pl.Series:
    """A1 addresses of rows and columns; reports of one form fill the same few hundred places in every file."""
    row_no, col_no = row_no.clip(1), col_no.clip(1)  # documents count from 0 and have addresses of their own
    height, width = cast("int", row_no.max()), cast("int", col_no.max())
    letters = pl.Series([column_letters(n) for n in range(1, width + 1)], dtype=pl.String)
    if height * width > len(row_no):
        return letters.gather(col_no - 1) + row_no.cast(pl.String)
    places = pl.Series([f"{letter}{row}" for row in range(1, height + 1) for letter in letters], dtype=pl.String)
    return places.gather((row_no - 1) * width + col_no - 1)


def _not_finite(cells: pl.DataFrame) -> pl.DataFrame:
    """Numbers that are none (CELL-03)."""
    numbers = cells.filter((pl.col("kind") == "n") & pl.col("text").is_in(["nan", "inf", "-inf"]))
    return numbers.select("submission_id", rule_id=pl.lit("CELL-03"), sheet="sheet", cell="cell", detail="text")


def _control_characters(cells: pl.DataFrame) -> pl.DataFrame:
    """Characters nobody can see (CELL-04)."""
    distinct = cells["text"].unique()
    odd = distinct.filter(distinct.str.contains(_CONTROL))
    holding = cells.filter(pl.col("text").is_in(odd.to_list())) if len(odd) else cells.clear()
    seen = pl.col("text").str.replace_all(_CONTROL, "�").str.slice(0, 80)
    return holding.select("submission_id", rule_id=pl.lit("CELL-04"), sheet="sheet", cell="cell", detail=seen)


def _hidden_values(opened: list[tuple[str, FileContent]], cells: pl.DataFrame) -> pl.DataFrame:
    """Data in hidden rows and columns: one finding a sheet (BOOK-03) at its first cell, naming the rows and columns.

    The form's own hidden ids are none.
    """
    rows = [(sid, *hidden) for sid, found in opened for hidden in found.hidden]
    if not rows:
        return pl.DataFrame(schema=CELL_FINDING)
    names = {"submission_id": pl.String, "sheet": pl.String, "axis": pl.String, "first": pl.Int32, "last": pl.Int32}
    hidden = pl.DataFrame(rows, schema=names, orient="row")
    parts = []
    for axis, column, word in (("col", "col_no", "cột"), ("row", "row_no", "dòng")):
        own = hidden.filter(pl.col("axis") == axis)
        if own.is_empty():
            continue
        # joined by names of files and sheets: only what stands where anything is hidden at all
        said = cells.filter(pl.col(column).is_between(own["first"].min(), own["last"].max()))
        # a hidden row holds its label and number in any case: only what stands beside them is data
        figure = (pl.col("col_no") == VALUE_COLUMN) | (pl.col("kind").is_in(["n", "d"]) & (pl.col("col_no") > 2))
        met = (
            (said.filter(figure) if axis == "row" else said)
            .join(own, on=["submission_id", "sheet"])
            .filter(pl.col(column).is_between("first", "last") & ~pl.col("text").str.contains(_ID))
        )
        name = pl.col("row_no").cast(pl.String) if axis == "row" else pl.col("cell").str.extract("^([A-Z]+)")
        parts.append(met.with_columns(name=pl.format("{} {}", pl.lit(word), name)))
    return (
        pl.concat(parts)
        .sort("row_no", "col_no", maintain_order=True)
        .group_by("submission_id", "sheet", maintain_order=True)
        .agg(pl.col("cell").first(), pl.col("name").unique(maintain_order=True))
        .select(
            "submission_id",
            rule_id=pl.lit("BOOK-03"),
            sheet="sheet",
            cell="cell",
            detail=pl.col("name").list.head(_NAMED).list.join(", ")
            + pl.when(pl.col("name").list.len() > _NAMED)
            .then(pl.format(" và {} dòng, cột khác", pl.col("name").list.len() - _NAMED))
            .otherwise(pl.lit("")),
        )
    )
