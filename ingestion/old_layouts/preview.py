"""What a mapping would read from a file, before it is used: field, cell, raw text, value, and what is left over."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from ingestion.cleaning.clean_batch import clean_batch
from ingestion.cleaning.legacy_text import decode_legacy
from ingestion.old_layouts.mapping_model import Mapping
from ingestion.old_layouts.read_layout import report_of
from ingestion.parsing.parse_batch import Received, parse_batch
from quality.contracts.registry import forms


class Preview(NamedTuple):
    """The sheet read, its fields, and what did not fit."""

    mapping: str
    form: str
    sheet: str | None
    header: dict[str, str]
    fields: list[dict[str, object]]  # field, label, cell, text, value, rule
    unmapped: list[dict[str, object]]  # label, cell: figures nobody mapped
    missing: tuple[str, ...]  # labels of the mapping that are not in the sheet


def preview(path: Path, mapping: Mapping, sheet: str | None = None) -> Preview:
    """Read the file at ``path`` through ``mapping``: its last filled sheet, or the named one.

    Raises:
        OSError: the path cannot be read.
        ValueError: the file cannot be opened; the message is the reason in Vietnamese.
    """
    parsed = parse_batch([Received("x", path.name, path.read_bytes())])
    problem = parsed.openings["problem_detail"][0]
    if parsed.openings["problem_rule_id"][0] is not None:
        raise ValueError(problem)
    report = report_of(decode_legacy(parsed.cells).cells, mapping, sheet)
    if report is None:
        return Preview(mapping.name, mapping.form, None, mapping.header, [], [], ())
    form = forms()[mapping.form]
    labels = {f.name: f.label_vi for f in form.fields()}
    strange = pl.col("field").str.starts_with("row_")
    clean = clean_batch(report.fields.filter(~strange), form)
    fields: list[dict[str, object]] = [
        {"field": field, "label": labels[field], "cell": cell, "text": text, "rule": rule,
         "value": next((v for v in values if v is not None), None)}
        for field, cell, text, rule, *values in clean.select(
            "field", "cell", "text", "rule_id", "value_number", "value_text", "value_date"
        ).iter_rows()
    ]  # fmt: skip
    unmapped: list[dict[str, object]] = report.fields.filter(strange).select("text", "cell").to_dicts()
    return Preview(
        mapping.name, mapping.form, report.sheet, mapping.header | report.header, fields, unmapped, report.missing
    )
