"""The header block of a batch of one form: its typed values, whose file it is, what its contract says of it."""

from __future__ import annotations

import polars as pl

from ingestion.identify import resolve_header
from ingestion.unit_names import resolve_units
from quality.contracts.form_model import Form
from quality.contracts.registry import header
from quality.register.register import Register
from quality.validate import validate


def resolved(
    wide: pl.DataFrame, form: Form, receipts: pl.DataFrame, register: Register
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Resolved headers (see ``identify.resolve_header``) and findings on names of units.

    Args:
        wide: a row a file, a typed column a field of the header.
        form: the form of every file.
        receipts: shape RECEIPT, says who sent them.
        register: units and periods.
    """
    sender = receipts.select("submission_id", "sender_kind", "sender_code", "received_at")
    head = wide.with_columns(pl.col("period_frame").str.to_uppercase(), form_code=pl.lit(form.code))
    head, by_name = resolve_units(head.join(sender, on="submission_id"), register)
    return resolve_header(head, register), by_name


def of_own_kind(form: Form) -> pl.Expr:
    """True of headers of senders who send ``form`` and do not say that they are others.

    A form of another kind of unit has one fault; what it says is nobody's figure.
    """
    same = (pl.col("submitter_kind") == pl.col("sender_kind")).fill_null(value=True)
    return pl.col("sender_kind").is_in(form.submitter_kinds()) & same


def contract_findings(head: pl.DataFrame, unread: pl.DataFrame) -> pl.DataFrame:
    """Findings (shape FINDING) of the contract of the header; ``unread`` as in ``quality.validate``."""
    columns = ["submission_id", "line_no", *(f.name for f in header().fields())]
    stored = head.select(columns).with_columns(pl.col("period_frame").str.to_lowercase())
    # kind and type only choose what is asked, and the header asks everybody the same
    return validate(stored, header(), "ward_commune", "year", unread)
