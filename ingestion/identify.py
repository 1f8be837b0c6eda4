"""Which form is this, whose is it and for which period? The header block against the register.

Every function is about a batch; findings have shape FINDING and stop nothing by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import polars as pl

from ingestion.cleaning.unicode_text import match_key, tidy
from ingestion.unit_names import suggestions
from quality.contracts.registry import forms, header
from quality.issues.shape import FINDING
from quality.register.register import Register

DAY = "%d/%m/%Y"
OFFICE_TIME = "Asia/Ho_Chi_Minh"


def form_codes(located: pl.DataFrame, submission_ids: pl.Series) -> pl.DataFrame:
    """Form code and version each file names (hidden sheet or key first, else the header block).

    Returns:
        One row a submission: submission_id, form_code, form_version; null where the file names none.
    """
    named = located.filter(pl.col("field").is_in(["_form_code", "_form_version", "form_code", "form_version"]))
    spread = (
        named.drop_nulls("text")
        .with_columns(pl.col("text").map_elements(tidy, return_dtype=pl.String))
        .group_by("submission_id")
        .agg(
            form_code=_code(pl.coalesce(_text_of("_form_code"), _text_of("form_code"))),
            form_version=pl.coalesce(_text_of("_form_version"), _text_of("form_version")),
        )
    )
    return submission_ids.to_frame("submission_id").join(spread, on="submission_id", how="left")


def _code(text: pl.Expr) -> pl.Expr:
    """F01 of "Mẫu số F01"; what names no form stays as it is, to be shown."""
    return pl.coalesce(text.str.to_uppercase().str.extract(r"\b(F\d\d)\b"), text)


def _text_of(field: str) -> pl.Expr:
    return pl.col("text").filter(pl.col("field") == field).first()


def resolve_header(head: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Unit and period of each header, looked up in the register.

    Args:
        head: submission_id, sender_kind, sender_code, form_code and the typed header fields.
        register: units, periods and obligations to look them up in.

    Returns:
        ``head`` with unit_known, unit_valid_from, register_name, period_id, year_open, in_cadence.
    """
    units = register.units.filter(pl.col("kind").is_not_null())
    known = units.select("unit_code", unit_known=pl.lit(value=True)).unique()
    valid = head.join(units, left_on="submitter_code", right_on="unit_code").filter(
        (pl.col("kind") == pl.col("sender_kind"))
        & (pl.col("valid_from") <= pl.col("period_end"))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("period_end")))
    )
    valid = valid.select("submission_id", unit_valid_from="valid_from", register_name="name_vi")
    obligations = register.obligations().with_columns(in_cadence=pl.lit(value=True))
    periods = register.periods()
    cadence_key = ["form_code", "sender_kind", "period_type", "period_frame", "report_year"]
    obligations = obligations.with_columns(pl.col("report_year").cast(pl.Int64))
    cadence = obligations.rename({"unit_kind": "sender_kind"}).select(*cadence_key, "in_cadence").unique()
    due = obligations.rename({"unit_kind": "sender_kind"}).select(*cadence_key, "part")
    window = ["report_year", "period_type", "period_frame", "period_start", "period_end"]
    found = (
        head.join(periods.with_columns(pl.col("report_year").cast(pl.Int64)), on=window)
        .join(due, on=[*cadence_key, "part"])
        .select("submission_id", "period_id")
    )
    return (
        head.join(known, left_on="submitter_code", right_on="unit_code", how="left")
        .join(valid, on="submission_id", how="left")
        .join(cadence, on=cadence_key, how="left")
        .join(found, on="submission_id", how="left")
        .with_columns(year_open=pl.col("report_year").is_in(register.city.open_years))
    )


def header_findings(resolved: pl.DataFrame, register: Register) -> pl.DataFrame:
    """What is wrong with who, what and when (rules FORM-03, HEAD-*) of resolved headers."""
    of = resolved.filter
    kind_vi = _kind_labels()
    wrong_kind = of(
        (pl.col("submitter_kind") != pl.col("sender_kind"))
        | pl.concat_str("form_code", "sender_kind", separator=" ").is_in(_not_for_kinds(resolved))
    )
    unknown = of(pl.col("submitter_code").is_not_null() & pl.col("unit_known").is_null())
    other = of(pl.col("unit_known").is_not_null() & (pl.col("submitter_code") != pl.col("sender_code")))
    gone = of(
        pl.col("unit_known").is_not_null()
        & (pl.col("submitter_code") == pl.col("sender_code"))
        & pl.col("unit_valid_from").is_null()
        & pl.col("period_end").is_not_null()
    ).join(wrong_kind, on="submission_id", how="anti")
    closed = of(pl.col("report_year").is_not_null() & ~pl.col("year_open"))
    off_cadence = of(
        pl.col("period_type").is_not_null()
        & pl.col("period_frame").is_not_null()
        & pl.col("year_open")  # a year that is not open has one fault, not two
        & pl.col("in_cadence").is_null()
    ).join(wrong_kind, on="submission_id", how="anti")
    off_window = of(
        pl.col("in_cadence").is_not_null()
        & pl.col("year_open")
        & pl.col("period_start").is_not_null()
        & pl.col("period_end").is_not_null()
        & pl.col("period_id").is_null()
    )
    early = of(
        pl.col("prepared_on") > pl.col("received_at").dt.convert_time_zone(OFFICE_TIME).dt.date() + pl.duration(days=1)
    )
    open_years = ", ".join(str(y) for y in register.city.open_years)
    return pl.concat(
        [
            _found(
                wrong_kind, "FORM-03", "submitter_kind", pl.col("sender_kind").replace_strict(kind_vi, default=None)
            ),
            _found(unknown, "HEAD-02", "submitter_code", suggestions(unknown, register)),
            _found(other, "HEAD-05", "submitter_code", pl.col("sender_code")),
            _found(gone, "HEAD-03", "submitter_code", pl.col("period_end").dt.strftime(DAY)),
            _other_names(resolved, register),
            _found(closed, "HEAD-06", "report_year", pl.lit(open_years)),
            _found(off_cadence, "HEAD-07", "period_type"),
            _found(off_window, "HEAD-01", "period_start", _windows(off_window, register), related="period_end"),
            _found(early, "HEAD-08", "prepared_on", pl.col("received_at").dt.strftime(DAY)),
        ]
    )


def _found(
    rows: pl.DataFrame,
    rule_id: str,
    field: str,
    expected: pl.Expr | pl.Series | None = None,
    related: str | None = None,
) -> pl.DataFrame:
    if rows.is_empty():
        return pl.DataFrame(schema=FINDING)
    return rows.select(
        "submission_id",
        line_no=pl.lit(0, pl.Int32),
        rule_id=pl.lit(rule_id),
        field=pl.lit(field),
        related_fields=pl.lit(related, pl.String),
        expected=pl.lit(None, pl.String) if expected is None else expected,
        detail=pl.lit(None, pl.String),
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])


def _kind_labels() -> dict[str, str]:
    field = next(f for f in header().fields() if f.name == "submitter_kind")
    return {c.value: c.label_vi for c in field.choices}


def _not_for_kinds(resolved: pl.DataFrame) -> list[str]:
    """Form and kind of sender, a blank between, of forms that such a sender does not send."""
    met = resolved.select("form_code", "sender_kind").unique().iter_rows()
    return [f"{code} {kind}" for code, kind in met if kind not in forms()[code].submitter_kinds()]


def _other_names(resolved: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Unit names that are neither the register's name nor an alias of the unit on that date (HEAD-04)."""
    named = resolved.filter(
        pl.col("unit_valid_from").is_not_null()
        & pl.col("submitter_name").is_not_null()
        & pl.col("period_start").is_not_null()
        & (pl.col("submitter_code") == pl.col("sender_code"))  # another unit's file: its name is not the point
        & pl.col("submitter_name").ne_missing(pl.col("register_name"))  # nearly all are written as they are registered
    )
    if named.is_empty():
        return pl.DataFrame(schema=FINDING)
    aliases: dict[tuple[object, object], list[tuple[str, date, date]]] = defaultdict(list)
    for row in register.aliases.iter_rows(named=True):
        used = row["used_from"] or date.min, row["used_to"] or date.max
        aliases[row["unit_code"], row["valid_from"]].append((match_key(row["alias"]), *used))

    def differs(row: dict[str, Any]) -> bool:
        own = aliases.get((row["submitter_code"], row["unit_valid_from"]), [])
        # the name a unit had in the period it reports on, whatever it is called since
        known = [alias for alias, first, last in own if first <= row["period_end"] and last >= row["period_start"]]
        name = match_key(str(row["submitter_name"]))
        return name != match_key(str(row["register_name"])) and name not in known

    odd = named.filter(
        pl.struct(
            "submitter_code", "unit_valid_from", "submitter_name", "register_name", "period_start", "period_end"
        ).map_elements(differs, return_dtype=pl.Boolean)
    )
    return _found(odd, "HEAD-04", "submitter_name", pl.col("register_name"))


def _windows(rows: pl.DataFrame, register: Register) -> pl.Series:
    key = ["report_year", "period_type", "period_frame"]
    texts = {}
    for year, period_type, frame in rows.select(key).unique().iter_rows():
        fit = register.periods().filter(report_year=year, period_type=period_type, period_frame=frame)
        shown = [f"{a:{DAY}} – {b:{DAY}}" for a, b in fit.select("period_start", "period_end").iter_rows()]
        texts[year, period_type, frame] = f" (kỳ đúng: {'; '.join(shown)})" if len(shown) <= 4 else ""
    return pl.Series("expected", [texts[one] for one in rows.select(key).iter_rows()], dtype=pl.String)
