"""Files of an old layout -> the same located fields as a form gives, each still at its own cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from ingestion.old_layouts.mapping_model import MappedSheet, Mapping
from ingestion.old_layouts.sheet_names import sheet_of
from ingestion.parsing.labels import label_key
from ingestion.parsing.locate import HIDDEN_SHEET
from ingestion.parsing.report_rows import fields_of_rows, rows_of_their_own, value_columns
from ingestion.parsing.signature_block import signature_block
from ingestion.shapes import LOCATED
from quality.contracts.registry import forms, header
from quality.register.register import Register

_SHEET = ["submission_id", "sheet"]


class Layouts(NamedTuple):
    """What mappings made of a batch."""

    fields: pl.DataFrame  # shape LOCATED
    not_asked: pl.DataFrame  # submission_id, field the old table did not have
    mapped: pl.DataFrame  # submission_id of the files read through a mapping


def read_layouts(
    cells: pl.DataFrame, receipts: pl.DataFrame, mappings: Sequence[Mapping], register: Register
) -> Layouts:
    """Read the files of a batch that have a declared layout; a workbook of the forms is never one of them.

    Args:
        cells: shape CELL, texts already Unicode.
        receipts: shape RECEIPT; name and sender choose the mapping, the sender is the unit.
        mappings: the first that fits is taken.
        register: gives the unit its name.
    """
    found, ids, absent = [], [], []
    if mappings:
        own = cells.filter(pl.col("sheet") == HIDDEN_SHEET)["submission_id"].unique()
        others = receipts.filter(~pl.col("submission_id").is_in(own.implode()))
        for receipt in others.iter_rows(named=True):
            mapping = fitting(mappings, receipt["source_name"], receipt["sender_kind"])
            if mapping is None:
                continue
            mine = cells.filter(pl.col("submission_id") == receipt["submission_id"])
            report = report_of(mine, mapping, sheet_of(receipt["source_name"]))
            if report is None:
                continue
            said = _form(mapping) | mapping.header | _sender(receipt, register) | report.header
            found += [report.fields, _stated(receipt["submission_id"], said)]
            ids.append(receipt["submission_id"])
            absent += [(receipt["submission_id"], name) for name in mapping.absent]
    return Layouts(
        pl.concat([pl.DataFrame(schema=LOCATED), *found]),
        pl.DataFrame(absent, schema={"submission_id": pl.String, "field": pl.String}, orient="row"),
        pl.DataFrame({"submission_id": ids}, schema={"submission_id": pl.String}),
    )


class Report(NamedTuple):
    """The report sheet of one file: its fields, what the sheet says of the period, labels that are not there."""

    sheet: str
    fields: pl.DataFrame  # shape LOCATED, with rows of figures nobody mapped (``row_<number>``)
    header: dict[str, str]
    missing: tuple[str, ...]


def fitting(mappings: Sequence[Mapping], source_name: str, sender_kind: str) -> Mapping | None:
    """The first layout that files of this name from such senders have."""
    return next((m for m in mappings if m.fits(source_name, sender_kind)), None)


def filled_sheets(cells: pl.DataFrame, mapping: Mapping) -> list[str]:
    """Names of the sheets of one file that hold a mapped figure, in order of time."""
    return [report.sheet for sheet in mapping.sheets if (report := _report(cells, mapping, sheet))]


def report_of(cells: pl.DataFrame, mapping: Mapping, sheet: str | None = None) -> Report | None:
    """The last sheet of ``mapping`` that holds a mapped figure, or the named one; None when none does."""
    wanted = [s for s in mapping.sheets if sheet is None or label_key(s.sheet) == label_key(sheet)]
    found = (_report(cells, mapping, s) for s in reversed(wanted))
    return next((report for report in found if report), None)


def _report(cells: pl.DataFrame, mapping: Mapping, sheet: MappedSheet) -> Report | None:
    name = next((s for s in cells["sheet"].unique() if label_key(s) == label_key(sheet.sheet)), None)
    if name is None:
        return None
    grid = cells.filter(pl.col("sheet") == name)
    rows = _rows(grid, mapping)
    fields = fields_of_rows(rows.filter(pl.col("field") != ""), grid)
    if fields["text"].null_count() == fields.height:
        return None
    there = set(rows["field"])
    missing = tuple(row.label for row in mapping.rows if row.field not in there)
    signed = signature_block(grid).select("submission_id", "sheet", "cell")
    unsigned = grid.join(signed, on=["submission_id", "sheet", "cell"], how="anti")
    strange = rows_of_their_own(rows, unsigned, below=True)
    return Report(name, pl.concat([fields, strange]), sheet.header, missing)


def _rows(grid: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Rows of a sheet (see ``report_rows``); those of ignored labels have the field ""."""
    fields = {label_key(row.label): row.field for row in mapping.rows}
    fields |= {label_key(label): "" for label in mapping.ignored}
    texts = grid.filter(pl.col("kind") == "s")
    known = {text: fields[label_key(text)] for text in texts["text"].unique() if label_key(text) in fields}
    rows = (
        texts.filter(pl.col("text").is_in(list(known)))
        .with_columns(field=pl.col("text").replace_strict(known, return_dtype=pl.String, default=None))
        .sort("row_no", "col_no")
        .unique([*_SHEET, "row_no"], keep="first", maintain_order=True)
    )
    first = rows.group_by(_SHEET).agg(last_row=pl.col("row_no").max())
    heads = value_columns(grid, first, frozenset((label_key(mapping.value_heading),)))
    return rows.join(heads, on=_SHEET).select(*_SHEET, "row_no", "field", "value_col")


def _sender(receipt: dict[str, object], register: Register) -> dict[str, str]:
    """Who it is: the channel knows, an old table need not say."""
    units = register.units.filter(pl.col("unit_code") == receipt["sender_code"]).sort("valid_from", descending=True)
    names = units["name_vi"].to_list()
    said = {"submitter_kind": str(receipt["sender_kind"]), "submitter_code": str(receipt["sender_code"])}
    return said | ({"submitter_name": str(names[0])} if names else {})


def _stated(submission_id: str, said: dict[str, str]) -> pl.DataFrame:
    """Header fields that stand in no cell of the file: the mapping says them."""
    rows = [(submission_id, 0, name, None, None, "s", said.get(name)) for name in (f.name for f in header().fields())]
    return pl.DataFrame(rows, schema=LOCATED, orient="row")


def _form(mapping: Mapping) -> dict[str, str]:
    """Form and version a mapping reads into."""
    return {"form_code": mapping.form, "form_version": forms()[mapping.form].version}
