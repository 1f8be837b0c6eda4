"""A workbook of an older layout in which every filled sheet is a report: each gets a receipt and a verdict of its own.

The file itself stays the report of its last filled sheet, under its own sha256. An earlier sheet is a submission
named by the file and the sheet, whose receipt names the same kept bytes: nothing is stored twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from ingestion.cleaning.legacy_text import decode_legacy
from ingestion.old_layouts.mapping_model import Mapping
from ingestion.old_layouts.read_layout import filled_sheets, fitting
from ingestion.old_layouts.sheet_names import named, sheet_of
from ingestion.parsing.parse_batch import ParsedBatch
from ingestion.parsing.unfold import unfolded
from ingestion.shapes import RECEIPT


class SheetReports(NamedTuple):
    """Receipts (shape RECEIPT) of earlier sheets, and which file and sheet each of their submissions is."""

    receipts: pl.DataFrame
    sheets: pl.DataFrame  # submission_id, file (the submission it came in), sheet


def sheet_reports(receipts: pl.DataFrame, parsed: ParsedBatch, mappings: Sequence[Mapping]) -> SheetReports:
    """The reports that stand in earlier sheets of new files.

    Args:
        receipts: shape RECEIPT, of files whose bytes are kept.
        parsed: what the same files hold.
        mappings: the declared layouts; those with one report a file have no part in this.
    """
    rows, sheets = [], []
    if any(m.reports == "each" for m in mappings):
        first = receipts.drop_nulls("object_id").unique("submission_id", keep="first", maintain_order=True)
        fits = [
            (receipt, mapping)
            for receipt in first.iter_rows(named=True)
            if (mapping := fitting(mappings, receipt["source_name"], receipt["sender_kind"]))
            and mapping.reports == "each"
        ]
        cells = unfolded(parsed, pl.Series([r["submission_id"] for r, _ in fits], dtype=pl.String)).cells
        for receipt, mapping in fits:
            own = decode_legacy(cells.filter(pl.col("submission_id") == receipt["submission_id"])).cells
            for sheet in filled_sheets(own, mapping)[:-1]:
                part = _name(receipt["submission_id"], sheet)
                said = {"receipt_id": _name(receipt["receipt_id"], sheet), "submission_id": part,
                        "source_name": named(sheet, receipt["source_name"])}  # fmt: skip
                rows.append(receipt | said)
                sheets.append((part, receipt["submission_id"], sheet))
    shape = {"submission_id": pl.String, "file": pl.String, "sheet": pl.String}
    return SheetReports(pl.DataFrame(rows, schema=RECEIPT), pl.DataFrame(sheets, schema=shape, orient="row"))


def with_sheet_reports(parsed: ParsedBatch, reports: SheetReports) -> ParsedBatch:
    """``parsed`` and, for every report of a sheet, the opening of its file, and cells and findings of that sheet."""
    if reports.sheets.is_empty():
        return parsed
    parsed = unfolded(parsed, reports.sheets["file"])

    def added(frame: pl.DataFrame, *, of_sheet: bool) -> pl.DataFrame:
        own = frame.rename({"submission_id": "file"}).join(
            reports.sheets, on=["file", "sheet"] if of_sheet else "file", maintain_order="left_right"
        )
        return pl.concat([frame, own.select(frame.columns)])

    return parsed._replace(
        openings=added(parsed.openings, of_sheet=False),
        cells=added(parsed.cells, of_sheet=True),
        findings=added(parsed.findings, of_sheet=True),
    )


def of_own_sheet(parsed: ParsedBatch, receipts: pl.DataFrame) -> ParsedBatch:
    """What was parsed again from kept bytes, of reports of one sheet only that sheet."""
    names = receipts.select("submission_id", own=pl.col("source_name").map_elements(sheet_of, pl.String))
    if names["own"].null_count() == names.height:
        return parsed

    def own(frame: pl.DataFrame) -> pl.DataFrame:
        fits = pl.col("own").is_null() | (pl.col("sheet") == pl.col("own"))
        return frame.join(names, on="submission_id", how="left", maintain_order="left").filter(fits).drop("own")

    return parsed._replace(cells=own(parsed.cells), findings=own(parsed.findings))


def _name(of: str, sheet: str) -> str:
    return hashlib.sha256(f"{of}\x1f{sheet}".encode()).hexdigest()
