"""The accepted golden workbooks as cells that a test spoils, judged by the pipeline or saved for the check."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import xlsxwriter

from ingestion.judge_batch import Judged, judge_batch
from ingestion.parsing.cells import address
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.shapes import CELL, OPENING, RECEIPT
from quality.register.register import Register

GOLDEN = Path(__file__).parents[1] / "golden"
ID = "x"


@cache
def accepted(form: str) -> pl.DataFrame:
    """Cells (shape CELL) of the accepted golden workbook of a form."""
    content = (GOLDEN / form / "accepted.xlsx").read_bytes()
    return parse_batch([Received(ID, "accepted.xlsx", content)]).cells


def cell_of(cells: pl.DataFrame, field: str, sheet: str = "Báo cáo") -> str:
    """Address of the value of a field of the report sheet."""
    row = cells.filter((pl.col("sheet") == sheet) & (pl.col("col_no") == 1) & (pl.col("text") == field))["row_no"][0]
    return f"E{row}"


def typed(
    cells: pl.DataFrame, values: dict[str, str | None], kind: str = "s", *, sheet: str = "Báo cáo"
) -> pl.DataFrame:
    """``cells`` with other texts at addresses (None: emptied)."""
    rest = cells.filter(~((pl.col("sheet") == sheet) & pl.col("cell").is_in(list(values))))
    rows = []
    for cell, text in values.items():
        letters, row = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        col = sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(letters)))
        rows += [(ID, sheet, cell, row, col, kind, text)] if text is not None else []
    return pl.concat([rest, pl.DataFrame(rows, schema=CELL, orient="row")]).sort("sheet", "row_no", "col_no")


def moved(cells: pl.DataFrame, *, rows: int = 0, cols: int = 0, sheet: str = "Báo cáo", below: int = 0) -> pl.DataFrame:
    """``cells`` of a sheet moved down and to the right, as inserting rows above ``below`` or columns does."""
    here = (pl.col("sheet") == sheet) & (pl.col("row_no") > below)
    frame = cells.with_columns(
        row_no=pl.when(here).then(pl.col("row_no") + rows).otherwise("row_no"),
        col_no=pl.when(here).then(pl.col("col_no") + cols).otherwise("col_no"),
    )
    new = [address(r, c) for r, c in frame.select("row_no", "col_no").iter_rows()]
    return frame.with_columns(cell=pl.Series(new)).select(CELL.names())


def judge(
    cells: pl.DataFrame,
    form: str,
    register: Register,
    name: str = "accepted.xlsx",
    corrections: pl.DataFrame | None = None,
) -> Judged:
    """The pipeline's verdict on these cells, sent by the sender of the golden workbook."""
    sender = dict(csv.reader((GOLDEN / form / "sender.csv").open(encoding="utf-8")))
    received = datetime(2025, 7, 1, tzinfo=UTC)
    receipt = ("r", ID, "drop_folder", sender["kind"], sender["accepted"], name, 1, received, ID)
    openings = pl.DataFrame([(ID, "xlsx", None, None, cells.height, None)], schema=OPENING, orient="row")
    receipts = pl.DataFrame([receipt], schema=RECEIPT, orient="row")
    return judge_batch(receipts, openings, cells, register, "b", corrections=corrections)


def saved(cells: pl.DataFrame) -> bytes:
    """These cells as a workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for (sheet,), part in cells.group_by("sheet", maintain_order=True):
        page = book.add_worksheet(str(sheet))
        for row, col, kind, text in part.select("row_no", "col_no", "kind", "text").iter_rows():
            if kind == "n":
                page.write_number(row - 1, col - 1, float(text))
            elif kind == "d":
                page.write_datetime(row - 1, col - 1, date.fromisoformat(text[:10]), day)
            else:
                page.write_string(row - 1, col - 1, text)
    book.close()
    return buffer.getvalue()


def facts(judged: Judged) -> dict[tuple[int, str], tuple[object, ...]]:
    """Values of the facts by line and field."""
    columns = ["line_no", "field", "value_number", "value_text", "value_date"]
    return {(row[0], row[1]): row[2:] for row in judged.facts.select(columns).iter_rows()}


def rules(judged: Judged) -> list[tuple[str, str | None]]:
    """(rule, cell) of the issues, sorted."""
    return sorted(judged.issues.select("rule_id", "cell").iter_rows(), key=str)
