"""``kho138 alerts``: what is open, taking it on, keeping it quiet, sending and trying the channels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import typer

from ingestion.workspace import Workspace
from orchestration.alerts.tell import ledger_of, tell
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.wording import vietnamese
from quality.alerts.outbox import undelivered
from quality.alerts.policy import OFFICE_ZONE

app = typer.Typer(help="Alerts to maintainers: one a cause.", no_args_is_help=True)


@app.command("list")
def list_alerts(*, as_json: bool = typer.Option(False, "--json", help="Print as JSON.")) -> None:
    """Open alerts, silences, and messages that have not gone out. Exit 1 when an ERROR nobody took on is open."""
    ledger, now = ledger_of(Workspace.from_environment()), datetime.now(UTC)
    found = ledger.open_alerts() if ledger.path.exists() else []
    if as_json:
        rows = [vars(a) | {"opened_at": a.opened_at.isoformat()} for a in found]
        print_json([{k: v for k, v in r.items() if not isinstance(v, datetime)} for r in rows])
    else:
        shown = table(
            "Cảnh báo đang mở", [(n, "left") for n in ("Mã", "Mức", "Nội dung", "Từ", "Số lần", "Người nhận")]
        )
        for a in found:
            since = vietnamese(a.opened_at.astimezone(OFFICE_ZONE))
            words = a.cause.title_vi.format(subject=a.subject)
            shown.add_row(a.fingerprint, a.severity, words, since, str(a.times), a.acknowledged_by or a.owner)
        OUT.print(shown)
        for pattern, until, reason, by in ledger.silences(now) if found else []:
            OUT.print(f"Đang im: {pattern} đến {vietnamese(until.astimezone(OFFICE_ZONE))} ({by}: {reason})")
        for number, channel, state, error in undelivered(ledger) if found else []:
            OUT.print(f"Chưa gửi được: #{number} qua {channel} ({state}) {error}")
    if any(a.severity == "ERROR" and not a.acknowledged_at for a in found):
        raise typer.Exit(1)


@app.command()
def ack(fingerprint: str, by: str = typer.Option("maintainers", help="Role that takes it on.")) -> None:
    """Take an open alert on: nobody else is woken for it. Exit 1 when the code names none or several."""
    taken = ledger_of(Workspace.from_environment()).acknowledge(fingerprint, by, datetime.now(UTC))
    if taken is None:
        ERR.print(f"“{fingerprint}” không chỉ đúng một cảnh báo đang mở (kho138 alerts list).")
        raise typer.Exit(1)
    OUT.print(f"Đã nhận: {taken.cause.title_vi.format(subject=taken.subject)}")


@app.command()
def silence(
    pattern: str = typer.Argument(help="Kind, kind:subject or code; * and ? stand for anything."),
    hours: float = typer.Option(..., min=0.1, max=24 * 14, help="For how long."),
    reason: str = typer.Option(..., help="Why."),
    by: str = typer.Option("maintainers", help="Role."),
) -> None:
    """Tell nothing of what matches, for a while (planned work)."""
    now = datetime.now(UTC)
    until = now + timedelta(hours=hours)
    ledger_of(Workspace.from_environment()).silence(pattern, until, reason, by, now)
    OUT.print(f"Im lặng với {pattern} đến {vietnamese(until.astimezone(OFFICE_ZONE))}.")


@app.command()
def send() -> None:
    """Send what is due now: openings, recoveries, escalations, the day's digest. Exit 2 for a faulty alerts.yml."""
    from orchestration.alerts.settings import AlertSettingsError

    try:
        OUT.print(f"Đã gửi {tell(Workspace.from_environment(), datetime.now(UTC))} tin.")
    except AlertSettingsError as error:
        ERR.print(f"Không dùng được alerts.yml: {error}")
        raise typer.Exit(2) from error


@app.command()
def digest() -> None:
    """What the next daily digest will say, as things stand now; `send` sends it once its hour has come."""
    from orchestration.alerts.settings import AlertSettingsError, read_alert_settings
    from quality.alerts.telling import next_digest

    workspace = Workspace.from_environment()
    try:
        settings = read_alert_settings(workspace.register)
    except AlertSettingsError as error:
        ERR.print(f"Không dùng được alerts.yml: {error}")
        raise typer.Exit(2) from error
    ledger = ledger_of(workspace)
    drafts = next_digest(ledger, settings.policy(), datetime.now(UTC)) if ledger.path.exists() else []
    for draft in drafts:
        OUT.print(f"→ {draft.role}: {draft.title}", style="bold", markup=False, soft_wrap=True)
        OUT.print(draft.body, markup=False, soft_wrap=True)
    if not drafts:
        OUT.print("Bản tổng hợp tới chưa có gì để báo.")


@app.command()
def test() -> None:
    """Send a test message through every channel. Exit 1 when one does not take it, 2 for a faulty alerts.yml."""
    from orchestration.alerts.send_by_apprise import NotSentError
    from orchestration.alerts.send_by_apprise import send as send_through
    from orchestration.alerts.settings import AlertSettingsError, read_alert_settings

    try:
        settings = read_alert_settings(Workspace.from_environment().register)
    except AlertSettingsError as error:
        ERR.print(f"Không dùng được alerts.yml: {error}")
        raise typer.Exit(2) from error
    bad = 0
    if settings.alertmanager:
        from orchestration.alerts.channel_answers import NoAnswerError, ask_alertmanager

        try:
            ask_alertmanager(settings.alertmanager)
            OUT.print("alertmanager: sẵn sàng")
        except NoAnswerError as error:
            bad += 1
            ERR.print(f"alertmanager: {error}")
    for channel in settings.channels:
        try:
            send_through(channel, "[kho138] Tin thử kênh cảnh báo", "Không cần làm gì.\nA test; nothing to do.", "OK")
            OUT.print(f"{channel.name}: đã nhận")
        except (NotSentError, AlertSettingsError) as error:
            bad += 1
            ERR.print(f"{channel.name}: {error}")
    if not settings.channels:
        OUT.print("Chưa khai báo kênh nào: tin được ghi vào alerts/messages.log (mẫu: orchestration/alerts).")
    if bad:
        raise typer.Exit(1)
