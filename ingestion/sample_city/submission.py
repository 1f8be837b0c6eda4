"""A submission a unit means to send: what it says, in which format, and when it arrives."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from ingestion.sample_city.calendar import FRAME_VI, PERIOD_VI, Window
from ingestion.sample_city.labels import FORMS, HEADER, LINE_FORMS
from ingestion.sample_city.units import Unit

if TYPE_CHECKING:
    from ingestion.sample_city.blank_form import BlankForm, Value

NOTE = "Số liệu minh họa, không có thật"
KIND_VI = {
    "ward_commune": "Xã/phường/thị trấn", "agency": "Cơ quan", "mass_org": "Tổ chức đoàn thể", "enterprise": "Doanh nghiệp",
    "school": "Cơ sở giáo dục", "police": "Công an", "city_sc138": "Thường trực Ban Chỉ đạo 138",
}  # fmt: skip
FORM_VERSION = "2024.1"


@dataclass
class Submission:
    """Values are by field name; a fault changes them, or the bytes, before they are written."""

    form: str
    unit: Unit
    window: Window
    values: dict[str, object]
    lines: list[dict[str, object]]
    received_at: datetime
    file_format: str = "xlsx"
    revision: int = 1
    reason: str | None = None
    header: dict[str, object] = field(default_factory=dict)  # header fields that differ from what is true
    without: list[str] = field(default_factory=list)  # field names whose row or column is gone
    version: str | None = None
    file_name: str = ""
    folder: str = ""
    note: str = NOTE

    def header_values(self) -> dict[str, object]:
        """The header block as the sender fills it in."""
        part = self.window.part
        stated: dict[str, object] = {
            "submitter_kind": KIND_VI[self.unit.kind], "submitter_code": self.unit.code, "submitter_name": self.unit.name,
            "area_code": self.unit.area or None, "report_year": self.window.year, "period_type": PERIOD_VI[part[0]],
            "period_frame": FRAME_VI[self.window.frame], "period_start": self.window.first, "period_end": self.window.last,
            "submission_no": self.revision, "corrects_submission": self.revision - 1 or None,
            "correction_reason": self.reason, "prepared_on": self.received_at.date(),
            "secrecy": "Không mật",
        }  # fmt: skip
        return stated | self.header

    def path(self) -> str:
        """Path below the drop folder."""
        return f"{self.unit.kind}/{self.folder or self.unit.code}/{self.file_name}"

    def content(self, blank: BlankForm) -> bytes:
        """The bytes of the file."""
        return {"xlsx": self._xlsx, "csv": self._csv, "json": self._json}[self.file_format](blank)

    def _typed(self, blank: BlankForm) -> dict[str, Value]:
        labels = FORMS[self.form]
        typed = {HEADER[k]: v for k, v in self.header_values().items()}
        if self.form not in LINE_FORMS:
            typed |= {labels[k]: v for k, v in self.values.items()}
        fixed = {HEADER["form_code"], HEADER["form_version"]}
        return {k: v for k, v in typed.items() if k not in fixed and k in blank.rows}  # type: ignore[misc]

    def _xlsx(self, blank: BlankForm) -> bytes:
        labels = FORMS[self.form]
        unknown = {labels[k] for k in self.values} - blank.rows.keys() if self.form not in LINE_FORMS else set()
        if unknown:
            raise KeyError(f"{self.form}: the blank form has no row “{sorted(unknown)[0]}”")
        lines: list[dict[str, Value]] = [{labels[k]: v for k, v in line.items()} for line in self.lines]  # type: ignore[misc]
        gone = [(HEADER | labels)[name] for name in self.without]
        return blank.fill(self._typed(blank), lines, note=self.note, without=gone, version=self.version)

    def _csv(self, blank: BlankForm) -> bytes:
        typed = self._typed(blank) | {HEADER["form_code"]: self.form, HEADER["form_version"]: FORM_VERSION}
        by_row = sorted((row, field_id, label) for label, (row, field_id) in blank.rows.items())
        rows = [["", "STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú, giải trình"]]
        for row, field_id, label in by_row:
            rows += [[""] * 6] * (row - len(rows) - 3)  # rows of groups
            note = self.note if not any(r[0] for r in rows) else ""
            rows.append([field_id, "", label, "", _csv_text(typed.get(label)), note])
        figures = [v for k, v in typed.items() if k not in HEADER.values()]
        sure = not any(isinstance(v, str) and any(map(str.isdigit, v)) for v in figures)  # else the total is left empty
        total = round(sum(v for v in figures if isinstance(v, (int, float))), 4) if sure else None
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(["_row_count", "", "", "", len(rows), ""])
        writer.writerow(["_control_total", "", "", "", _csv_text(total), ""])
        writer.writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    def _json(self, blank: BlankForm) -> bytes:
        ids = {label: field_id for label, (_, field_id) in blank.rows.items()}
        values = {ids[label]: value for label, value in self._typed(blank).items() if value is not None}
        document: dict[str, object] = {
            "form_code": self.form,
            "form_version": FORM_VERSION,
            "note": self.note,
            "values": values,
        }
        if self.lines:
            document["lines"] = self.lines
        return json.dumps(document, ensure_ascii=False, default=date.isoformat, indent=1).encode()


def _csv_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
