"""Which files of a grid every rule is silent about: the same functions the long way runs, asked of all at once."""

from __future__ import annotations

from typing import cast

import polars as pl

from ingestion.faultless.grid import Grid
from ingestion.identify import header_findings
from ingestion.typed_header import contract_findings, resolved
from quality.contracts.registry import header
from quality.contracts.vocabulary import PeriodType, SubmitterKind
from quality.issues.shape import FINDING
from quality.register.register import Register
from quality.suspects import suspect_cells
from quality.validate import validate

_PLACE = ["submission_id", "line_no"]


def quiet_headers(grid: Grid, receipts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Resolved headers of the files of ``grid`` about which there is nothing to say, in its order."""
    form = grid.form
    nothing = pl.DataFrame(schema={n: FINDING[n] for n in ("submission_id", "line_no", "field")})
    wide = grid.wide()
    head, by_name = resolved(wide.select(*_PLACE, *(f.name for f in header().fields())), form, receipts, register)
    head = _without(head, [by_name, header_findings(head, register), contract_findings(head, nothing)])
    body = wide.select(*_PLACE, *(f.name for f in form.fields()))
    told = []
    for (sender, period), group in head.group_by("sender_kind", "period_type"):
        kind, period_type = cast("SubmitterKind", sender), cast("PeriodType", period)
        batch = body.join(group, on="submission_id", how="semi")
        asked = {field.name for _, field in form.asked(kind, period_type)}
        # a value that is not asked is told or, a zero, left out; a report without a figure has that one fault
        beyond = [pl.col(f.name).is_not_null() for f in form.fields() if f.name not in asked]
        empty = pl.all_horizontal(pl.col(f.name).is_null() for f in form.fields())
        told.append(batch.filter(pl.any_horizontal(empty, *beyond)))
        _, suspects = suspect_cells(batch, form.code, kind, period_type)
        told += [suspects, validate(_without(batch, [suspects]), form, kind, period_type, nothing)]
    return _without(head, told).sort("submission_id")


def _without(files: pl.DataFrame, told: list[pl.DataFrame]) -> pl.DataFrame:
    spoken_of = [frame["submission_id"] for frame in told if frame.height]
    return files.filter(~pl.col("submission_id").is_in(pl.concat(spoken_of).unique().implode())) if spoken_of else files
