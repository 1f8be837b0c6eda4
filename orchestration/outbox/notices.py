"""Lists of the calendar for the standing office: who owes what, to be told before, at and after a deadline.

One CSV a moment and day under ``workspace.notices``, from the published edition: the register alone does
not know what came. Sending anything to anybody is no part of this.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.publishing.edition import FILE_NAME
from quality.register.reporting_calendar import Moment

TITLES: dict[str, tuple[str, str]] = {
    # moment -> (name of the file, heading)
    "opening": ("mo-ky", "Danh sách đơn vị phải báo cáo trong các kỳ vừa mở"),
    "reminder": ("nhac-han", "Danh sách nhắc đơn vị chưa có báo cáo được chấp nhận, trước hạn hai ngày làm việc"),
    "chase": ("don-doc", "Danh sách đôn đốc đơn vị đã quá hạn báo cáo"),
    "closing": ("chot-ky", "Danh sách đơn vị còn nợ báo cáo khi chốt kỳ"),
}
HEADINGS = ("Đơn vị", "Mã đơn vị", "Mẫu", "Kỳ", "Từ ngày", "Đến ngày", "Hạn gửi", "Tình trạng", "Hộp thư")
_STATE_VI = """case
        when is_accepted then 'đã nhận'
        when state = 'returned' then 'bị trả lại, chờ gửi lại'
        when state = 'empty' then 'gửi mẫu trống, chờ gửi lại'
        when state = 'received' then 'đang giữ lại để xác minh'
        else 'chưa gửi'
    end"""
_SQL = f"""
    select unit_name_vi, unit_code, form_code, period_id, period_start, period_end, due_on, {_STATE_VI}
    from marts.fct_submission_coverage
    where state not in ('exempt', 'superseded') and (? or not is_accepted)
        and (period_id, form_code) in (select unnest(?), unnest(?))
    order by due_on, unit_kind, unit_code, form_code, period_id
"""  # noqa: S608 — the inserted text is the constant above


class NoEditionError(RuntimeError):
    """Nothing was published yet, so nobody knows who owes what."""


class Notice(NamedTuple):
    """A list that was written: its file, its rows, and how many units it names."""

    path: Path
    rows: int
    units: int


def write_notice(
    workspace: Workspace, moment: Moment, day: date, owed: Sequence[tuple[str, str]], mailboxes: dict[str, str]
) -> Notice:
    """Write the list of one moment and day, whole or not at all; the same day again writes it anew.

    Args:
        workspace: its published edition says who owes what; the list lands in its ``notices``.
        moment: opening lists every unit, the others those without an accepted report.
        day: the day of the calendar.
        owed: (period_id, form_code) the list is about.
        mailboxes: office mailbox by unit code, from the register.

    Raises:
        NoEditionError: nothing was published yet.
    """
    edition = workspace.published / FILE_NAME
    if not edition.exists():
        raise NoEditionError(f"no published edition at {edition}: run kho138 run first")
    periods, forms = [p for p, _ in owed], [f for _, f in owed]
    with duckdb.connect(str(edition), read_only=True) as connection:
        rows = connection.execute(_SQL, [moment == "opening", periods, forms]).fetchall()
        as_of, note = connection.execute(
            "select as_of, case when invented then invented_note_vi end from marts.dim_city"
        ).fetchall()[0]
    as_of = as_of.astimezone(ZoneInfo(OFFICE_TIME))
    name, heading = TITLES[moment]
    workspace.notices.mkdir(parents=True, exist_ok=True)
    path = workspace.notices / f"{day:%Y-%m-%d}-{name}.csv"
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f"{heading} (ngày {day:%d/%m/%Y}, theo số liệu đã công bố tính đến {as_of:%d/%m/%Y})"])
        if note:
            writer.writerow([note])
        writer.writerow(HEADINGS)
        for row in rows:
            shown = [f"{v:%d/%m/%Y}" if isinstance(v, date) else v for v in row]
            writer.writerow([*shown, mailboxes.get(row[1], "")])
    part.replace(path)
    return Notice(path, len(rows), len({row[1] for row in rows}))
