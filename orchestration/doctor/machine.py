"""The machine under the city: room on the disk, the clock, who may read and write what."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
from orchestration.doctor.finding import Finding
from quality.alerts.thresholds import DEFAULTS

WARNING_FREE_SHARE = 0.10
_CLOCK_TOLERANCE = timedelta(minutes=5)
_WRITABLE_BY_ALL, _READABLE_BY_ALL = 0o002, 0o004


def disk(workspace: Workspace) -> Iterator[Finding]:
    """Room for what comes: critical where an alert is due (``free_disk_mb``), a warning below a tenth of the disk."""
    try:
        least_mb = read_alert_settings(workspace.register).thresholds.free_disk_mb
    except AlertSettingsError:  # a finding of its own
        least_mb = DEFAULTS.free_disk_mb
    usage = shutil.disk_usage(workspace.home)
    free = f"còn {usage.free / 1e9:.1f} GB trên {usage.total / 1e9:.0f} GB".replace(".", ",")
    if usage.free < least_mb * 2**20:
        yield Finding("disk", "critical", f"{free}: dọn đĩa ngay, hệ thống sắp không nhận được tệp")
    elif usage.free < WARNING_FREE_SHARE * usage.total:
        yield Finding("disk", "warning", f"{free}: nên dọn đĩa")
    else:
        yield Finding("disk", "ok", free)


def clock(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """A clock that is behind what was already received cannot be right; one nobody sets may be wrong."""
    latest = Landing(workspace.landing).receipts()["received_at"].max()
    if isinstance(latest, datetime) and latest > now + _CLOCK_TOLERANCE:
        seen = f"đồng hồ máy là {now:%d/%m/%Y %H:%M} UTC nhưng đã có tệp nhận lúc {latest:%d/%m/%Y %H:%M} UTC"
        yield Finding("clock", "critical", f"{seen}: chỉnh lại giờ máy")
    elif _synchronised() == "no":
        yield Finding("clock", "warning", "giờ máy không được đồng bộ (timedatectl): bật đồng bộ giờ")
    else:
        yield Finding("clock", "ok", f"{now:%d/%m/%Y %H:%M} UTC")


def _synchronised() -> str:
    command = shutil.which("timedatectl")
    if command is None:
        return "unknown"
    asked = [command, "show", "--property=NTPSynchronized", "--value"]
    return subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False).stdout.strip()  # noqa: S603 — fixed words


def permissions(workspace: Workspace) -> Iterator[Finding]:
    """The house is writable by its own user and by nobody else; what was received is not for everybody's eyes."""
    there = [p for p in (workspace.home, *workspace.truth, workspace.lake, workspace.published) if p.exists()]
    wrong = [*_not_ours(there)]
    yield from wrong
    if workspace.landing.exists() and workspace.landing.stat().st_mode & _READABLE_BY_ALL:
        yield Finding("permissions", "warning", f"mọi tài khoản trên máy đọc được {workspace.landing}: chmod o-rx")
    elif not wrong:
        yield Finding("permissions", "ok", f"{workspace.home} ghi được, không mở cho tài khoản khác")


def _not_ours(places: list[Path]) -> Iterator[Finding]:
    for place in places:
        if not os.access(place, os.W_OK):
            yield Finding("permissions", "critical", f"không ghi được vào {place}: sửa chủ sở hữu hoặc quyền")
        elif place.stat().st_mode & _WRITABLE_BY_ALL:
            yield Finding("permissions", "critical", f"mọi tài khoản trên máy ghi được vào {place}: chmod o-w")


def backup(workspace: Workspace, now: datetime, longest: timedelta = timedelta(days=8)) -> Iterator[Finding]:
    """A backup not older than a week and a day."""
    if not workspace.last_backup.exists():
        yield Finding("backup", "warning", "chưa có bản sao lưu nào: chạy “kho138 backup THƯ_MỤC”")
        return
    made = datetime.fromtimestamp(workspace.last_backup.stat().st_mtime, UTC)
    old = now - made > longest
    words = f"bản sao lưu gần nhất: {made:%d/%m/%Y %H:%M} UTC"
    yield Finding("backup", "warning" if old else "ok", f"{words}, đã cũ" if old else words)
