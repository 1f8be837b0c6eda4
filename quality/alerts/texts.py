"""The words of a message: Vietnamese first, then English; at most three facts, the run, who, and what to do first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from quality.alerts.ledger import Alert
from quality.alerts.policy import OFFICE_ZONE, Policy

MOST_FACTS = 3
_RULE = "\n" + "-" * 40 + "\n"
_DIGEST_LINES = 20


def opening_text(alerts: list[Alert], policy: Policy) -> tuple[str, str]:
    """Title and body about causes of one group that began."""
    head = f"LỖI: {_headline(alerts)}"
    vi = "\n\n".join(_cause_vi(a, policy) for a in alerts)
    en = "\n\n".join(_cause_en(a, policy) for a in alerts)
    return _title(head, policy), f"{vi}\n{_RULE}{en}\n"


def recovery_text(alerts: list[Alert], policy: Policy) -> tuple[str, str]:
    """Title and body about causes of one group that are over."""
    head = f"ĐÃ HẾT LỖI: {_headline(alerts)}"
    vi = "\n".join(
        f"{_vi(a)}: đã hết lúc {_at(a.recovered_at)}, kéo dài {_lasting(a)}, gặp {a.times} lần. Không cần làm gì thêm."
        for a in alerts
    )
    en = "\n".join(f"{_en(a)}: over at {_at(a.recovered_at)}, seen {a.times} times. Nothing to do." for a in alerts)
    return _title(head, policy), f"{vi}\n{_RULE}{en}\n"


def digest_text(new: list[Alert], ended: list[Alert], still_open: int, policy: Policy) -> tuple[str, str]:
    """Title and body of the daily list of what can wait: new, over, and how many go on."""
    head = f"Tổng hợp cảnh báo trong ngày: {len(new)} mới, {len(ended)} đã hết, {still_open} còn tiếp diễn"
    vi = [f"Mới ({len(new)}):" if new else "", *(_cause_vi(a, policy) for a in new[:_DIGEST_LINES])]
    en = [f"New ({len(new)}):" if new else "", *(_cause_en(a, policy) for a in new[:_DIGEST_LINES])]
    if len(new) > _DIGEST_LINES:
        rest = len(new) - _DIGEST_LINES
        vi.append(f"… và {rest} cảnh báo khác: “kho138 alerts list”.")
        en.append(f"… and {rest} more: “kho138 alerts list”.")
    if ended:
        vi += [f"Đã hết ({len(ended)}):", *(f"  - {_vi(a)}" for a in ended)]
        en += [f"Over ({len(ended)}):", *(f"  - {_en(a)}" for a in ended)]
    body = "\n\n".join(filter(None, vi)) + "\n" + _RULE + "\n\n".join(filter(None, en)) + "\n"
    return _title(head, policy), body


def _title(head: str, policy: Policy) -> str:
    return f"[kho138] {policy.city_vi} – {head}" if policy.city_vi else f"[kho138] {head}"


def _headline(alerts: list[Alert]) -> str:
    more = f" (và {len(alerts) - 1} lỗi cùng nguồn gốc)" if len(alerts) > 1 else ""
    return _vi(alerts[0]) + more


def _vi(alert: Alert) -> str:
    return alert.cause.title_vi.format(subject=alert.subject)


def _en(alert: Alert) -> str:
    return alert.cause.title_en.format(subject=alert.subject)


def _cause_vi(alert: Alert, policy: Policy) -> str:
    owner, backup = (_role(r, policy)[0] for r in (alert.owner, alert.backup))
    lines = [f"{_vi(alert)}.", f"Từ lúc: {_at(alert.opened_at)}. Phụ trách: {owner}; dự phòng: {backup}."]
    lines += _facts(alert, lambda kind: kind.vi)
    lines.append(f"Việc đầu tiên cần làm: {alert.cause.do_first_vi}")
    if alert.run_id:
        lines.append(f"Lượt chạy: {policy.run_link.format(run_id=alert.run_id)}")
    lines.append(f"Báo đã nhận việc: kho138 alerts ack {alert.fingerprint}")
    return "\n".join(lines)


def _cause_en(alert: Alert, policy: Policy) -> str:
    owner, backup = (_role(r, policy)[1] for r in (alert.owner, alert.backup))
    lines = [f"{_en(alert)}.", f"Since {_at(alert.opened_at)}. Owner: {owner}; backup: {backup}."]
    lines += _facts(alert, lambda kind: kind.en)
    lines.append(f"First thing to do: {alert.cause.do_first_en}")
    if alert.run_id:
        lines.append(f"Run: {policy.run_link.format(run_id=alert.run_id)}")
    lines.append(f"Take it on: kho138 alerts ack {alert.fingerprint}")
    return "\n".join(lines)


def _role(role: str, policy: Policy) -> tuple[str, str]:
    return policy.role_names.get(role, (role, role))


def fact_lines(alert: Alert) -> list[str]:
    """The facts of an alert that may be told, one a line, in Vietnamese."""
    return [line.removeprefix("  - ") for line in _facts(alert, lambda kind: kind.vi)]


def _facts(alert: Alert, name: Callable[..., str]) -> list[str]:
    known = [(kind, alert.facts[key]) for key, kind in alert.cause.facts.items() if key in alert.facts]
    return [f"  - {name(kind)}: {text}" for kind, text in known[:MOST_FACTS]]


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%H:%M %d/%m/%Y}" if moment else "—"


def _lasting(alert: Alert) -> str:
    lasted = (alert.well_since or alert.recovered_at or alert.opened_at) - alert.opened_at
    if lasted < timedelta(hours=1):
        return f"{max(1, round(lasted / timedelta(minutes=1)))} phút"
    if lasted < timedelta(days=2):
        return f"{round(lasted / timedelta(hours=1))} giờ"
    return f"{lasted.days} ngày"
