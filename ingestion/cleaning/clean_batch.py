"""Typed values for a whole batch: every DISTINCT text is read once, then joined back to its cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from ingestion.cleaning.codes import read_code
from ingestion.cleaning.dates_and_choices import read_choice, read_date, read_text
from ingestion.cleaning.numbers import read_number
from ingestion.cleaning.reading import Reading
from ingestion.cleaning.unicode_text import bare_key, match_key
from quality.contracts.form_model import Form, FormField
from quality.contracts.registry import header
from quality.contracts.units_of_measure import words_vi

_YES_NO = {"có": "yes", "c": "yes", "yes": "yes", "x": "yes", "không": "no", "k": "no", "no": "no", "khong": "no"}

CLEANED = {
    "value_number": pl.Float64,
    "value_text": pl.String,
    "value_date": pl.Date,
    "qualifier": pl.String,
    "rule_id": pl.String,
    "detail": pl.String,
    "whole": pl.Float64,
}


def clean_batch(located: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Add the typed value of every located cell of one form.

    Args:
        located: rows of shape LOCATED, fields of ``form`` and of the header only.
        form: the form the rows belong to.

    Returns:
        ``located`` with the columns of CLEANED; rule_id says why there is no value, or what is
        odd about it (VAL-08, VAL-10: there is one). Raw text and kind stay.
    """
    cleaned = read_distinct(located.select("field", "kind", "text").unique().drop_nulls("text"), form)
    return located.join(cleaned, on=["field", "kind", "text"], how="left")


def read_distinct(distinct: pl.DataFrame, form: Form) -> pl.DataFrame:
    """``distinct`` (field, kind, text; no text is null) with the columns of CLEANED, in the same order."""
    fields = {f.name: f for f in (*header().fields(), *form.fields())}
    tax_coded = form.submitter_kinds() == ("enterprise",)
    readings = [_read(fields[field], kind, text, tax_coded) for field, kind, text in distinct.iter_rows()]
    return distinct.hstack(pl.DataFrame(readings, schema=CLEANED, orient="row"))


def _read(field: FormField, kind: str, text: str, tax_coded: bool) -> Reading:
    if field.type in ("count", "decimal", "percent"):
        return read_number(kind, text, field.type, _words(field), ratio=field.part_of is not None)
    if field.type == "date":
        return read_date(kind, text)
    if field.type in ("enum", "yes_no"):
        return read_choice(text, _choices(field))
    if field.type == "code":
        return read_code(kind, text, tax_code=tax_coded and field.name == "submitter_code")
    return read_text(text)


@cache
def _words(field: FormField) -> frozenset[str]:
    words = {bare_key(word) for word in words_vi(field.unit)}
    # a target has no unit of its own: its indicator gives it, and many are shares
    return frozenset(words | {"%", "phan tram"} if field.unit == "-" and field.type == "decimal" else words)


@cache
def _choices(field: FormField) -> Mapping[str, str]:
    if field.type == "yes_no":
        return {match_key(word): value for word, value in _YES_NO.items()}
    by_label = {match_key(label): c.value for c in field.choices for label in (c.label_vi, *c.aliases_vi)}
    return by_label | {match_key(c.value): c.value for c in field.choices}
