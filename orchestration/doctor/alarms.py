"""Whether somebody would be told: settings, channels that answer, messages that are stuck, the dead man's signal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from ingestion.workspace import Workspace
from ingestion.writing_lock import holder_of
from orchestration.alerts.dead_mans_signal import HEARTBEAT, LONGEST_WAIT
from orchestration.alerts.settings import AlertSettings, AlertSettingsError, read_alert_settings
from orchestration.alerts.tell import ledger_of
from orchestration.doctor.finding import Finding
from quality.alerts.outbox import waiting_since

LONGEST_SILENCE = timedelta(minutes=10)  # the daemon tells every minute


def alarms(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """Nothing is sent: no channel makes a noise."""
    try:
        settings = read_alert_settings(workspace.register)
    except AlertSettingsError as error:
        yield Finding("alerts", "critical", f"không dùng được alerts.yml: {error}")
        return
    if not settings.channels and not settings.alertmanager:
        words = "chưa khai báo kênh cảnh báo nào (register/alerts.yml): tin chỉ nằm trong alerts/messages.log"
        yield Finding("alerts", "warning", words)
    yield from _channels(settings)
    yield from _stuck(workspace, settings, now)
    yield from _heartbeat(workspace, now)


def _channels(settings: AlertSettings) -> Iterator[Finding]:
    from orchestration.alerts.channel_answers import ask_alertmanager, ask_channel, ask_watcher

    for channel in settings.channels:
        yield _asked(f"alert channel {channel.name}", lambda c=channel: ask_channel(c))  # type: ignore[misc]  # mypy does not infer a lambda with a default
    if target := settings.alertmanager:
        yield _asked("alertmanager", lambda: ask_alertmanager(target))
    if signal := settings.dead_mans_signal:
        yield _asked("dead man's signal", lambda: ask_watcher(signal))


def _asked(subject: str, ask: Callable[[], bool | None]) -> Finding:
    from orchestration.alerts.channel_answers import NoAnswerError

    try:
        answered = ask()
    except (NoAnswerError, AlertSettingsError) as error:
        return Finding(subject, "critical", f"không trả lời ({error}): sẽ không ai nhận được cảnh báo qua kênh này")
    if answered is False:
        return Finding(subject, "ok", "không dò được nếu không gửi tin; thử bằng “kho138 alerts test”")
    return Finding(subject, "ok", "có trả lời")


def _stuck(workspace: Workspace, settings: AlertSettings, now: datetime) -> Iterator[Finding]:
    ledger = ledger_of(workspace)
    since = waiting_since(ledger, [c.name for c in settings.channels]) if ledger.path.exists() else None
    if since and since < now - LONGEST_WAIT:
        minutes = (now - since) // timedelta(minutes=1)
        yield Finding("alert messages", "critical", f"có tin chờ gửi đã {minutes} phút: xem “kho138 alerts list”")


def _heartbeat(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    if holder_of(workspace.serving_lock) is None:
        return  # without the service nobody gives it; the doctor says that of the service
    path = workspace.alerts / HEARTBEAT
    if not path.exists():
        yield Finding("heartbeat", "warning", "dịch vụ chưa phát tín hiệu nào: xem cảm biến alert_delivery")
        return
    age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    minutes = max(age // timedelta(minutes=1), 0)
    if age > LONGEST_SILENCE:
        words = f"tín hiệu cuối cách đây {minutes} phút: xem cảm biến alert_delivery trong trang Dagster"
        yield Finding("heartbeat", "critical", words)
    else:
        yield Finding("heartbeat", "ok", f"tín hiệu cuối cách đây {minutes} phút")
