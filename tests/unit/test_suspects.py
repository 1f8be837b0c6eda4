"""Looking only at suspect columns and rows finds what pandera finds in the whole frame, of every form."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from quality.contracts.form_model import Form, FormField
from quality.contracts.registry import forms, header
from quality.contracts.schemas import schema_for
from quality.contracts.vocabulary import PeriodType, SubmitterKind
from quality.suspects import suspect_cells
from quality.validate import validate

ASKED = [
    ("F00", "ward_commune", "year"),
    *(
        (form.code, kind, due.period_type)
        for form in forms().values()
        for due in form.reporting
        for kind in due.submitter_kinds[:1]
    ),
]
DTYPES = {"count": pl.Int64, "decimal": pl.Float64, "percent": pl.Float64, "date": pl.Date}


def values_of(field: FormField) -> list[object]:
    """Good, bad, extreme and missing values of a field."""
    edges = [b + d for b in (field.min, field.max) if b is not None for d in (-1, 0, 1)]
    if field.type == "count":
        return [None, 0, 5, -1, 10**9, *map(int, edges)]
    if field.type in ("decimal", "percent"):
        return [None, 0.0, 99.9, 100.1, -0.1, float("nan"), *edges]
    if field.type == "date":
        return [None, date(2024, 2, 29)]
    if field.max_length is not None:
        return [None, "", "ư" * field.max_length, "ư" * (field.max_length + 1)]
    return [None, "yes", "no", "khác", *(c.value for c in field.choices)]


def frame(form: Form, seed: int, odd_share: float) -> pl.DataFrame:
    """Sixty rows; in most columns one value throughout, in some every kind of value."""
    chance = random.Random(seed)  # noqa: S311 — a repeatable test
    columns: dict[str, pl.Series] = {}
    for field in form.fields():
        values = values_of(field)
        few = values if chance.random() < odd_share else [chance.choice(values[1:3])]
        columns[field.name] = pl.Series(
            chance.choices(few, k=60), dtype=DTYPES.get(field.type, pl.String), strict=False
        )
    ids = pl.Series([f"s{n}" for n in range(60)])
    return pl.DataFrame({"submission_id": ids, "line_no": pl.Series(range(60), dtype=pl.Int32), **columns})


def pandera_alone(
    wide: pl.DataFrame, form: Form, kind: SubmitterKind, period_type: PeriodType
) -> set[tuple[object, ...]]:
    names = [f.name for _, f in form.asked(kind, period_type)]
    try:
        schema_for(form.code, kind, period_type).validate(wide.select(names), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column", "check").iter_rows()
        return {(f"s{i}", c, "VAL-05" if k == "not_nullable" else str(k)[:6]) for i, c, k in cases}
    return set()


@pytest.mark.parametrize(("code", "kind", "period_type"), dict.fromkeys(ASKED))
@pytest.mark.parametrize("odd_share", [0.15, 0.9])
def test_nothing_pandera_finds_is_passed_over(
    code: str, kind: SubmitterKind, period_type: PeriodType, odd_share: float
) -> None:
    form = header() if code == "F00" else forms()[code]
    wide = frame(form, len(code + kind + period_type), odd_share)
    nothing = pl.DataFrame(schema={"submission_id": pl.String, "line_no": pl.Int32, "field": pl.String})
    found = validate(wide, form, kind, period_type, nothing).filter(pl.col("rule_id").str.starts_with("VAL-"))
    found = found.filter(pl.col("rule_id") != "VAL-04")  # the usual range is no matter of pandera
    own = set(found.select("submission_id", "field", "rule_id").iter_rows())
    assert own == pandera_alone(wide, form, kind, period_type)


def test_a_clean_batch_has_no_suspects() -> None:
    form = forms()["F03"]
    asked = {f.name for _, f in form.asked("mass_org", "year")}
    clean = {f.name: "yes" if f.type == "yes_no" else f.choices[0].value if f.choices else 3 for f in form.fields()}
    assert asked <= clean.keys()
    wide = pl.DataFrame([{"submission_id": "s", "line_no": 0} | clean])
    names, rows = suspect_cells(wide, "F03", "mass_org", "year")
    assert names == ()
    assert rows.is_empty()
