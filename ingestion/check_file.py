"""The verdict on one file before it is sent: the pipeline's own single-file rules, on a batch of one.

The sender is taken from the file itself; what needs the register is checked when there is one and
listed as not tested when there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from ingestion.cleaning.clean_batch import clean_batch
from ingestion.cleaning.legacy_text import decode_legacy
from ingestion.identify import form_codes
from ingestion.judge_batch import judge_batch
from ingestion.landing.inspect_batch import inspect_batch
from ingestion.old_layouts.mapping_model import Mapping
from ingestion.old_layouts.sheet_reports import sheet_reports, with_sheet_reports
from ingestion.parsing.locate import locate
from ingestion.parsing.parse_batch import Received
from ingestion.parsing.unfold import unfolded
from ingestion.shapes import RECEIPT
from ingestion.unit_names import register_codes
from quality.contracts.registry import forms, header
from quality.issues.catalogue import catalogue
from quality.personal_data.allowed import allowed
from quality.register.register import City, Register, empty_tables

# What only the office can decide: it needs the register, the channel, or other submissions.
NEEDS_REGISTER = ("HEAD-02", "HEAD-03", "HEAD-04", "HEAD-06", "HEAD-09", "HEAD-10")
NEEDS_THE_OFFICE = (
    "HEAD-05", "HEAD-08", "DUP-01", "LATE-01", "REV-02", *sorted(c for c in catalogue() if c.startswith("X")),
)  # fmt: skip
_WORSE = ("accepted", "returned", "quarantined")


class Checked(NamedTuple):
    """Verdict of one file, its issues (shape ISSUE), and the rules that could not be tested here.

    ``submission`` is its row of shape SUBMISSION with file_format; ``cells`` are its cells (shape CELL); ``earlier``
    are the reports of its other sheets, where a declared layout says that each is one.
    """

    verdict: str
    form_code: str | None
    readable: bool
    issues: pl.DataFrame
    not_tested: tuple[str, ...]
    submission: dict[str, Any]
    cells: pl.DataFrame
    earlier: tuple[Checked, ...] = ()

    def reports(self) -> tuple[Checked, ...]:
        """Every report of the file, in order of time."""
        return (*self.earlier, self)

    def whole(self) -> Checked:
        """The file as one: the worst verdict of its reports and the issues of all of them."""
        worst = max(self.reports(), key=lambda r: _WORSE.index(r.verdict))
        return self._replace(verdict=worst.verdict, issues=pl.concat([r.issues for r in self.reports()]), earlier=())


def check_file(
    path: Path,
    register: Register | None,
    sender: tuple[str, str] | None = None,
    mappings: Sequence[Mapping] = (),
) -> Checked:
    """Judge the file at ``path`` as the pipeline would on arrival; see ``check_content``.

    Raises:
        OSError: the path cannot be read.
    """
    return check_content(path.name, path.read_bytes(), register, sender, mappings)


def check_content(
    name: str,
    content: bytes,
    register: Register | None,
    sender: tuple[str, str] | None = None,
    mappings: Sequence[Mapping] = (),
) -> Checked:
    """Judge bytes in memory; nothing is written anywhere.

    Args:
        name: what the sender calls the file.
        content: its bytes.
        register: of the city, when there is one.
        sender: (kind, unit code) when the channel knows them; otherwise what the file says of itself.
        mappings: declared layouts from before the forms; only who sends a file makes it one of theirs.
    """
    submission_id = hashlib.sha256(content).hexdigest()
    looked = inspect_batch([Received(submission_id, name, content)], allowed(register))
    whole = unfolded(looked.parsed)
    said = _header_values(decode_legacy(whole.cells).cells)
    if register is not None:
        spelled = register_codes([said.get("submitter_code")], register)
        said |= {"submitter_code": spelled.get(said.get("submitter_code") or "", said.get("submitter_code"))}
    kind, code = sender or (
        _registered_kind(register, said.get("submitter_code")) or said.get("submitter_kind"),
        said.get("submitter_code"),
    )
    # a file is checked now; only HEAD-08 reads the moment, and that is left to the office
    whose = (submission_id, submission_id, "check", kind, code, name, len(content), datetime.now(UTC), submission_id)
    receipt = pl.DataFrame([whose], schema=RECEIPT, orient="row")
    of_sheets = sheet_reports(receipt, whole, mappings)
    receipts, parsed = pl.concat([receipt, of_sheets.receipts]), with_sheet_reports(whole, of_sheets)
    used = register if register is not None else _register_of(said)
    judged = judge_batch(
        receipts,
        parsed.openings,
        parsed.cells,
        used,
        "check",
        parsed.findings,
        mappings=mappings,
        refusals=looked.refusals,
    )
    left = tuple(rule for rule in NEEDS_THE_OFFICE if not (sender and rule == "HEAD-05"))  # who sends is known
    not_tested = (*(() if register is not None else NEEDS_REGISTER), *left)
    refused = looked.refusals["kind"].is_not_null().any()
    formats = dict(parsed.openings.select("submission_id", "file_format").iter_rows())
    opened = dict(parsed.openings.select("submission_id", pl.col("problem_rule_id").is_null()).iter_rows())

    def checked(sid: str) -> Checked:
        own = pl.col("submission_id") == sid
        row = judged.submissions.filter(own).row(0, named=True)
        readable = refused or (opened[sid] and row["form_code"] in forms())
        issues = judged.issues.filter(own & ~pl.col("rule_id").is_in(left))
        submission = row | {"file_format": formats[sid]}
        return Checked(
            row["verdict"], row["form_code"], readable, issues, not_tested, submission, parsed.cells.filter(own)
        )

    earlier = tuple(checked(sid) for sid in of_sheets.receipts["submission_id"])
    return checked(submission_id)._replace(earlier=earlier)


def _registered_kind(register: Register | None, unit_code: str | None) -> str | None:
    """Who would be sending it: the kind the register knows the unit by."""
    if register is None or unit_code is None:
        return None
    kinds = register.units.filter(pl.col("unit_code") == unit_code)["kind"]
    return str(kinds[0]) if kinds.len() else None


def _header_values(cells: pl.DataFrame) -> dict[str, str | None]:
    """Header fields as the file states them: stored values as text, None where unreadable."""
    names = [f.name for f in header().fields()]
    fields = locate(cells).fields
    code = form_codes(fields, fields["submission_id"].unique())["form_code"].to_list()
    located = fields.filter((pl.col("line_no") == 0) & pl.col("field").is_in(names))
    located = located.unique("field", keep="first", maintain_order=True)
    cleaned = clean_batch(located, forms().get(code[0] or "", header()) if code else header())
    text = pl.coalesce("value_text", pl.col("value_number").cast(pl.Int64).cast(pl.String))
    return dict(cleaned.select("field", text.alias("text")).iter_rows())


def _register_of(said: dict[str, str | None]) -> Register:
    """A register in which whatever the file says of its sender and year is so."""
    year = int(said.get("report_year") or 1)
    city = City(
        city_name_vi="-",
        city_name_en="-",
        committee_name_vi="-",
        invented=False,
        invented_note_vi="",
        review_year=year,
        target_year=year + 1,
        open_years=(year,),
        perimeter="-",
        forms=tuple(forms()),
    )
    tables = empty_tables()
    unit = {
        "unit_code": said.get("submitter_code"),
        "kind": said.get("submitter_kind"),
        "name_vi": said.get("submitter_name"),
        "valid_from": datetime(1, 1, 1, tzinfo=UTC).date(),
    }
    tables["units"] = pl.DataFrame([unit], schema=tables["units"].schema)
    return Register(city=city, **tables)
