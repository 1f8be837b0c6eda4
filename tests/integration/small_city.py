"""A city of two wards and a standing office, as lake tables: rows for tests of laws."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import polars as pl

from ingestion.record_snapshot import APPROVAL
from ingestion.register_snapshot import SNAPSHOT_SHAPES
from ingestion.shapes import FACT, RECEIPT, SUBMISSION
from quality.register.periods import periods
from quality.register.structure import structures
from quality.register.working_calendar import working_days

WARDS = ("W1", "W2")
PERIMETER = "CITY"
START = datetime(2024, 12, 16, 8, tzinfo=UTC)
_SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Sent:
    """One workbook of form F01 for the report year 2024, ``day`` days after the year closed."""

    unit: str
    revision: int
    groups: int
    day: int
    verdict: str = "accepted"

    @property
    def submission_id(self) -> str:
        """Name of the bytes: what is said, not when it came."""
        return hashlib.sha256(f"{self.unit} {self.revision} {self.groups} {self.verdict}".encode()).hexdigest()

    @property
    def received_at(self) -> datetime:
        """Moment of receipt."""
        return START + timedelta(days=self.day)


@dataclass(frozen=True)
class Accepted:
    """A role chose one of several files, or accepted a file's questions, ``day`` days after the year closed."""

    file: Sent
    kind: str  # conflict | queries
    day: int


def lake(sent: Sequence[Sent], as_of_day: int, accepted: Sequence[Accepted] = ()) -> dict[str, pl.DataFrame]:
    """Lake tables of what was ever sent and accepted, to be answered as of ``as_of_day`` days after the year closed."""
    first = {s.submission_id: s for s in sorted(sent, key=lambda s: -s.day)}
    submissions = [_submission(s) for s in first.values()]
    return register(START + timedelta(days=as_of_day)) | {
        "receipts": _frame([_receipt(s) for s in {(s.submission_id, s.day): s for s in sent}.values()], RECEIPT),
        "submissions": _frame(submissions, SUBMISSION),
        "approval": _frame([_approval(a) for a in accepted], APPROVAL),
        "facts": _frame([_fact(s) for s in first.values() if s.verdict == "accepted"], FACT),
    }


def register(as_of: datetime) -> dict[str, pl.DataFrame]:
    """The register of the small city."""
    units = [("BCD", "city_sc138"), *((w, "ward_commune") for w in WARDS)]
    rows: dict[str, list[dict[str, object]]] = {
        "register_city": [
            {"city_name_vi": "Thành phố nhỏ", "committee_name_vi": "Ban Chỉ đạo", "invented": True,
             "invented_note_vi": "Minh họa", "review_year": 2024, "target_year": 2025, "perimeter": PERIMETER,
             "as_of": as_of}
        ],
        "register_unit": [
            {"unit_code": c, "valid_from": _SINCE, "unit_kind": k, "name_vi": c, "eligible_safe": True,
             "invented": True} for c, k in units
        ],
        "register_perimeter_member": [
            {"perimeter": PERIMETER, "unit_code": c, "valid_from": _SINCE, "reports": True} for c, _ in units
        ],
        "register_obligation": [
            {"form_code": "F01", "unit_kind": "ward_commune", "period_type": "year", "period_frame": "ND09",
             "report_year": 2024, "part": "Y", "deadline_working_days": 5}
        ],
    }  # fmt: skip
    rows["register_succession"] = []
    made = {name: _frame(r, SNAPSHOT_SHAPES[name]) for name, r in rows.items()}
    days = working_days(date(2023, 1, 1), date(2026, 1, 31))
    made["register_structure"] = structures(made["register_unit"], made["register_succession"])
    return made | {"register_period": periods((2023, 2024, 2025)), "register_working_day": days}


def _frame(rows: Sequence[dict[str, object]], shape: pl.Schema) -> pl.DataFrame:
    full = [dict.fromkeys(shape) | row for row in rows]
    return pl.DataFrame(full, schema={k: v if v != pl.Decimal(18, 4) else pl.Float64 for k, v in shape.items()})


def _receipt(sent: Sent) -> dict[str, object]:
    # an arrival is named by what it is, never by what else came
    return {"receipt_id": f"{sent.submission_id[:12]} {sent.day}", "submission_id": sent.submission_id, "channel": "test",
            "sender_kind": "ward_commune", "sender_code": sent.unit, "source_name": f"{sent.unit}.xlsx",
            "size_bytes": 1, "received_at": sent.received_at}  # fmt: skip


def _approval(accepted: Accepted) -> dict[str, object]:
    return {"kind": accepted.kind, "subject": accepted.file.submission_id, "role": "standing_office",
            "accepted_by": "Thường trực", "accepted_at": START + timedelta(days=accepted.day),
            "reason_vi": "Đã kiểm tra"}  # fmt: skip


def _about(sent: Sent) -> dict[str, object]:
    return {"submission_id": sent.submission_id, "form_code": "F01", "unit_code": sent.unit,
            "unit_valid_from": _SINCE, "report_year": 2024, "period_type": "year", "period_frame": "ND09",
            "period_id": "ND09:2024-Y", "period_start": date(2023, 12, 15), "period_end": date(2024, 12, 14),
            "revision_no": sent.revision, "received_at": sent.received_at, "ingest_batch_id": "b"}  # fmt: skip


def _submission(sent: Sent) -> dict[str, object]:
    return _about(sent) | {"sender_kind": "ward_commune", "sender_code": sent.unit, "source_name": f"{sent.unit}.xlsx",
                           "channel": "test", "form_version": "2024.1", "submitter_kind": "ward_commune",
                           "verdict": sent.verdict, "errors": 0, "queries": 0}  # fmt: skip


def _fact(sent: Sent) -> dict[str, object]:
    return _about(sent) | {"field": "zalo_groups", "line_no": 0, "value_number": float(sent.groups),
                           "qualifier": "eq", "raw_text": str(sent.groups), "sheet": "Báo cáo", "cell": "E30"}  # fmt: skip
