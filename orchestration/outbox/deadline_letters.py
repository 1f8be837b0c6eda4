"""Reminders before a deadline and chase letters after it, from the calendar's lists under ``workspace.notices``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from ingestion.workspace import Workspace
from orchestration.outbox.letter import Letter
from orchestration.outbox.notices import HEADINGS, TITLES
from orchestration.outbox.unit_names import Names
from quality.contracts.registry import forms
from quality.register.register import Register

STALE_AFTER = timedelta(days=7)  # a chase list older than this has a newer one, or nobody is chased any more
_KINDS: tuple[Literal["reminder", "chase"], ...] = ("reminder", "chase")
_ASK = {
    "reminder": "Đề nghị đơn vị gửi các báo cáo sau đây đúng hạn:",
    "chase": "Các báo cáo sau đây của đơn vị đã quá hạn mà chưa được chấp nhận:",
}
_THEN = {
    "reminder": "Nếu đơn vị vừa gửi báo cáo thì không phải làm gì thêm.",
    "chase": "Đề nghị đơn vị gửi ngay, hoặc báo lại lý do chậm. Nếu vừa gửi báo cáo thì không phải làm gì thêm.",
}
Owed = dict[str, str]  # one row of a list, by heading


def deadline_letters(workspace: Workspace, register: Register, since: datetime, today: date) -> Iterator[Letter]:
    """One letter a unit and list; a list that helps nobody any more makes none.

    Args:
        workspace: where the lists lie.
        register: names of units.
        since: lists of earlier days are left out.
        today: day of the office; a reminder is useful until its deadline, a chase for a week.
    """
    names = Names(register)
    for kind in _KINDS:
        for path in sorted(workspace.notices.glob(f"????-??-??-{TITLES[kind][0]}.csv")):
            day = date.fromisoformat(path.name[:10])
            if day < since.date() or day > today or today - day > STALE_AFTER:
                continue
            for unit_code, rows in _by_unit(path).items():
                useful = [r for r in rows if kind == "chase" or _due(r) >= today]
                if useful:
                    yield _letter(kind, day, unit_code, useful, names)


def _by_unit(path: Path) -> dict[str, list[Owed]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    start = lines.index(list(HEADINGS)) + 1
    found: dict[str, list[Owed]] = {}
    for line in lines[start:]:
        row = dict(zip(HEADINGS, line, strict=True))
        found.setdefault(row["Mã đơn vị"], []).append(row)
    return found


def _due(row: Owed) -> date:
    day, month, year = row["Hạn gửi"].split("/")
    return date(int(year), int(month), int(day))


def _letter(kind: Literal["reminder", "chase"], day: date, unit_code: str, rows: list[Owed], names: Names) -> Letter:
    shown = []
    for row in rows:
        form = forms().get(row["Mẫu"])
        title = f" – {form.title_vi}" if form else ""
        shown += [
            f" - Mẫu {row['Mẫu']}{title}",
            f"   kỳ từ {row['Từ ngày']} đến {row['Đến ngày']}; hạn gửi: {row['Hạn gửi']}; "
            f"hiện nay: {row['Tình trạng']}",
        ]
    first = min(_due(r) for r in rows)
    title = f"hạn gửi báo cáo {first:%d/%m/%Y}" if kind == "reminder" else f"{len(rows)} báo cáo quá hạn"
    lines = [f"Kính gửi: {names.addressed(unit_code, day)}", "", _ASK[kind], "", *shown, "", _THEN[kind]]
    return Letter(
        key=f"{kind}:{day}:{unit_code}",
        kind=kind,
        unit_code=unit_code,
        channel=None,
        day=day.isoformat(),
        subject=f"[BCĐ 138] {'Nhắc' if kind == 'reminder' else 'Đôn đốc'}: {title}",
        body="\n".join([*lines, *names.closing()]) + "\n",
    )
