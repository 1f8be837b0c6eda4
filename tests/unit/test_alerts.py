"""Alerts: one message a cause, one when it is over, whatever is killed in between; and who is told when."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.alerts import telling
from quality.alerts.causes import causes
from quality.alerts.ledger import AlertLedger
from quality.alerts.outbox import CLAIM, Message, claim, failed, sent, undelivered
from quality.alerts.policy import Policy
from quality.alerts.sighting import Sighting
from quality.alerts.telling import decide

MORNING = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)  # 10:00 in the office
NIGHT = datetime(2025, 3, 14, 17, 0, tzinfo=UTC)  # 00:00
POLICY = Policy(quiet_from=time(21), quiet_to=time(6, 30), city_vi="Thành phố Minh Họa")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ledger(tmp_path: Path) -> AlertLedger:
    return AlertLedger(tmp_path / "alerts" / "ledger.sqlite")


def _sent(ledger: AlertLedger, now: datetime) -> list[Message]:
    messages = claim(ledger, now)
    for message in messages:
        sent(ledger, message, now)
    return messages


def _told(ledger: AlertLedger, now: datetime, policy: Policy = POLICY) -> list[tuple[str, str]]:
    decide(ledger, policy, now)
    return [(m.kind, m.role) for m in _sent(ledger, now)]


def silent(source: str = "sftp-13684", *, is_open: bool = True) -> Sighting:
    return Sighting("source_silent", source, is_open, {"channel": "sftp"})


def test_fifty_failures_of_one_cause_are_one_message_and_one_recovery(ledger: AlertLedger) -> None:
    told = []
    for n in range(50):
        now = MORNING + n * MINUTE
        # it comes and goes: a source that answers in between for less than the settling time is still the one cause
        ledger.record([silent()] if n % 5 else [silent(), silent(is_open=False), silent()], now)
        told += _told(AlertLedger(ledger.path), now)
    assert told == [("opening", "maintainers")]
    for n in range(50, 70):
        ledger.record([silent(is_open=False)], MORNING + n * MINUTE)
        told += _told(ledger, MORNING + n * MINUTE)
    assert told == [("opening", "maintainers"), ("recovery", "maintainers")]
    assert ledger.open_alerts() == []
    ledger.record([silent()], MORNING + timedelta(hours=3))  # a new episode is a new alert
    assert _told(ledger, MORNING + timedelta(hours=3)) == [("opening", "maintainers")]


def test_two_sources_are_two_causes_and_what_is_of_one_source_is_one_message(ledger: AlertLedger) -> None:
    without = Sighting(
        "source_without_reports", "kho-so", facts={"owed": 4, "due_on": date(2025, 3, 10)}, owner="maintainers"
    )
    changed = Sighting("source_refused", "nextcloud")
    ledger.record([silent("sftp-1"), silent("sftp-2"), changed, without], MORNING)
    decide(ledger, POLICY, MORNING)
    titles = [m.title for m in _sent(ledger, MORNING)]
    assert len(titles) == 4
    together = AlertLedger(ledger.path.with_name("other.sqlite"))
    together.record([Sighting("edition_old", "published"), Sighting("coverage_low", "CALENDAR:2025-Q1/F01"),
                     Sighting("coverage_low", "CALENDAR:2025-Q1/F03")], MORNING)  # fmt: skip
    decide(together, POLICY, MORNING)
    assert sorted(m.title.partition("–")[2].count("cùng nguồn gốc") for m in _sent(together, MORNING)) == [0, 1]


def test_what_follows_from_an_open_cause_is_not_told_until_that_is_over(ledger: AlertLedger) -> None:
    run = Sighting("run_failed", "warehouse", run_id="r1")
    ledger.record([Sighting("disk_low", "workspace"), run, Sighting("edition_old", "published")], MORNING)
    assert len(_told(ledger, MORNING)) == 1
    ledger.record([Sighting("disk_low", "workspace", is_open=False)], MORNING + MINUTE)
    assert _told(ledger, MORNING + 2 * MINUTE) == []
    later = MORNING + 20 * MINUTE  # the disk is well and the run still fails: a cause of its own
    decide(ledger, POLICY, later)
    assert [m.kind for m in _sent(ledger, later)] == ["opening", "recovery"]
    # a refusal of one source explains nothing of another
    ledger.record([Sighting("source_refused", "a"), silent("a"), silent("b")], later)
    decide(ledger, POLICY, later)
    assert sorted(m.title[-30:].split("“")[1].split("”")[0] for m in _sent(ledger, later)) == ["a", "b"]


def test_owner_then_backup_unless_somebody_took_it_on(ledger: AlertLedger) -> None:
    ledger.record([silent("a"), silent("b")], MORNING)
    assert _told(ledger, MORNING) == [("opening", "maintainers")] * 2
    fingerprint = silent("a").fingerprint
    taken = ledger.acknowledge(fingerprint[:6], "maintainers", MORNING + MINUTE)
    assert taken is not None
    assert ledger.acknowledge("", "maintainers", MORNING) is None  # which one is not clear
    assert _told(ledger, MORNING + 59 * MINUTE) == []
    assert _told(ledger, MORNING + 61 * MINUTE) == [("escalation", "standing_office")]
    assert _told(ledger, MORNING + timedelta(hours=9)) == []
    ledger.record([silent("a", is_open=False), silent("b", is_open=False)], MORNING + timedelta(hours=9))
    recovered = _told(ledger, MORNING + timedelta(hours=10))
    assert sorted(recovered) == [("recovery", "maintainers")] * 2 + [("recovery", "standing_office")]


def test_silence_holds_back_what_matches_until_its_end(ledger: AlertLedger) -> None:
    ledger.silence("source_silent:sftp-*", MORNING + timedelta(hours=2), "Bảo trì", "maintainers", MORNING)
    ledger.record([silent(), silent("kho-so")], MORNING)
    assert len(_told(ledger, MORNING)) == 1
    assert [s[0] for s in ledger.silences(MORNING)] == ["source_silent:sftp-*"]
    later = MORNING + timedelta(minutes=59)
    assert _told(ledger, later) == []
    assert ("opening", "maintainers") in _told(ledger, MORNING + timedelta(hours=2, minutes=1))


def test_errors_wake_at_night_and_warnings_and_recoveries_wait_for_the_morning(ledger: AlertLedger) -> None:
    ledger.record(
        [silent(), Sighting("rule_rate", "VAL-01", facts={"now_pct": 40.0, "usual_pct": 2.5, "reports": 20})], NIGHT
    )
    assert _told(ledger, NIGHT) == [("opening", "maintainers")]
    ledger.record([silent(is_open=False)], NIGHT + MINUTE)
    assert _told(ledger, NIGHT + timedelta(hours=1)) == []
    assert _told(ledger, NIGHT + timedelta(hours=6, minutes=29)) == []
    assert _told(ledger, NIGHT + timedelta(hours=6, minutes=31)) == [("recovery", "maintainers")]
    morning = NIGHT + timedelta(hours=7, minutes=31)
    decide(ledger, POLICY, morning)
    (digest,) = _sent(ledger, morning)
    assert (digest.kind, digest.role) == ("digest", "standing_office")
    for words in ("VAL-01", "40,0 %", "2,5 %", "30 ngày qua", "Last 30 days", "kho138 alerts ack"):
        assert words in digest.body
    # not again on the same day, not again on the next while it goes on; its end once
    for hours in (1, 24, 48):
        assert _told(ledger, morning + timedelta(hours=hours)) == []
    ledger.record([Sighting("rule_rate", "VAL-01", is_open=False)], morning + timedelta(hours=50))
    assert _told(ledger, morning + timedelta(hours=72)) == [("digest", "standing_office")]
    assert _told(ledger, morning + timedelta(hours=96)) == []


def test_a_kill_in_the_middle_of_a_decision_leaves_nothing_half(
    ledger: AlertLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record([silent()], MORNING)
    with monkeypatch.context() as patched:
        patched.setattr(telling, "_note", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            decide(ledger, POLICY, MORNING)
    assert undelivered(ledger) == []
    assert _told(AlertLedger(ledger.path), MORNING) == [("opening", "maintainers")]


def test_a_message_claimed_by_a_killed_process_is_sent_again_under_its_number(ledger: AlertLedger) -> None:
    ledger.record([silent()], MORNING)
    decide(ledger, POLICY, MORNING)
    (lost,) = claim(ledger, MORNING)  # and the process is gone
    assert claim(ledger, MORNING + CLAIM - MINUTE) == []
    (again,) = claim(ledger, MORNING + CLAIM)
    assert (again.id, again.attempts) == (lost.id, 2)
    failed(ledger, again, "connection refused", MORNING + CLAIM)
    assert claim(ledger, MORNING + CLAIM + MINUTE) == []
    (third,) = claim(ledger, MORNING + CLAIM + 2 * MINUTE)
    sent(ledger, third, MORNING + CLAIM + 2 * MINUTE)
    assert claim(ledger, MORNING + timedelta(days=2)) == []


def test_no_value_of_a_cell_and_no_stranger_gets_into_a_text(ledger: AlertLedger) -> None:
    planted = {"step": "Nguyễn Văn An 0912345678", "said": "seen [125000]", "now_pct": "36", "reports": "12 (ô C5)"}
    ledger.record(
        [
            Sighting("run_failed", "ingest", facts=planted, run_id="abc"),
            Sighting("refusal_rate", "agency", facts=planted),
        ],
        MORNING,
    )
    decide(ledger, POLICY, MORNING)
    decide(ledger, POLICY, MORNING + timedelta(days=1))
    texts = " ".join(m.title + m.body for m in _sent(ledger, MORNING + timedelta(days=1)))
    assert "ingest" in texts
    assert "agency" in texts
    assert not any(word in texts for word in ("Nguyễn", "0912345678", "125000", "36", "C5"))
    with pytest.raises(ValueError, match="name of ours"):
        Sighting("run_failed", "ingest\nSubject: x")


def test_every_cause_has_words_and_at_most_three_facts() -> None:
    for name, cause in causes().items():
        assert len(cause.facts) <= 3, name
        assert "first" not in cause.do_first_vi
        assert cause.owner != cause.backup
        assert {cause.title_vi.format(subject="x"), cause.do_first_en} - {""}


def test_a_text_has_the_run_the_owner_the_facts_and_what_to_do_first(ledger: AlertLedger) -> None:
    ledger.record([Sighting("gate_failed", "warehouse", facts={"step": "release_gate"}, run_id="8d5a")], MORNING)
    decide(ledger, POLICY, MORNING)
    (message,) = _sent(ledger, MORNING)
    assert message.title == "[kho138] Thành phố Minh Họa – LỖI: Cửa kiểm định không cho công bố số liệu mới"
    assert message.body.splitlines()[:6] == [
        "Cửa kiểm định không cho công bố số liệu mới.",
        "Từ lúc: 10:00 14/03/2025. Phụ trách: Cơ quan Thường trực Ban Chỉ đạo 138; dự phòng: Nhóm vận hành kho dữ liệu.",
        "  - Bước thất bại: release_gate",
        f"Việc đầu tiên cần làm: {causes()['gate_failed'].do_first_vi}",
        "Lượt chạy: http://127.0.0.1:3138/runs/8d5a",
        f"Báo đã nhận việc: kho138 alerts ack {Sighting('gate_failed', 'warehouse').fingerprint}",
    ]
    assert "Failed step: release_gate" in message.body


_STEP = st.tuples(
    st.sampled_from(["open", "well", "decide", "deliver"]), st.sampled_from(["a", "b"]), st.integers(0, 40)
)


@given(st.lists(_STEP, max_size=30))
@settings(max_examples=25, deadline=None)
def test_law_every_episode_is_opened_once_and_closed_once(steps: list[tuple[str, str, int]]) -> None:
    with TemporaryDirectory() as folder:
        path, now = Path(folder) / "ledger.sqlite", MORNING
        policy = Policy(escalate_after=timedelta(days=9))
        for what, source, minutes in steps:
            now += minutes * MINUTE
            ledger = AlertLedger(path)  # every step in a process of its own
            if what in {"open", "well"}:
                ledger.record([silent(source, is_open=what == "open")], now)
            elif what == "decide":
                decide(ledger, policy, now)
            else:
                _sent(ledger, now)
        AlertLedger(path).record([silent(s, is_open=False) for s in "ab"], now)
        decide(AlertLedger(path), policy, now + 16 * MINUTE)
        with sqlite3.connect(path) as rows:
            episodes = rows.execute("select count(*) from alert where told_at is not null").fetchone()[0]
            openings, recoveries = (
                rows.execute("select count(*) from message where kind = ?", (kind,)).fetchone()[0]
                for kind in ("opening", "recovery")
            )
            still = rows.execute("select count(*) from alert where recovered_at is null").fetchone()[0]
        rows.close()
        assert (openings, recoveries, still) == (episodes, episodes, 0)
