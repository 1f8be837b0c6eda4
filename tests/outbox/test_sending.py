"""Letters against a real mail server: encoded, enclosed, sent once, to addresses of the register only."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from ingestion.workspace import Workspace
from orchestration.alerts.run_sightings import run_failed
from orchestration.alerts.tell import ledger_of, record
from orchestration.doctor.letters import outbox
from orchestration.outbox.erased_answers import take_back_answers
from orchestration.outbox.outbox_settings import read_settings
from orchestration.outbox.send import Sending, send
from orchestration.outbox.sent_log import SentLog
from orchestration.outbox.waiting import Waiting, letters_now
from orchestration.outbox_job import OUTBOX
from quality.register.register import Register
from tests.outbox.conftest import NOW, OTHER_WARD, RETURNED, WARD, put_list, put_slip, set_up
from tests.outbox.mail_server import Mailbox

Mail = tuple[Mailbox, int]
ADDRESS, OTHER_ADDRESS = f"vanthu.{WARD}@minh-hoa.invalid", f"vanthu.{OTHER_WARD}@minh-hoa.invalid"

A_SCHOOL = "GD-001"


def sending(workspace: Workspace, at: datetime = NOW) -> Sending:
    return send(workspace, Register.read(workspace.register), read_settings(workspace.register), lambda: at)


def waiting(workspace: Workspace, at: datetime = NOW) -> list[Waiting]:
    entries = SentLog(workspace.outbox).entries()
    return letters_now(workspace, Register.read(workspace.register), read_settings(workspace.register), entries, at)


def test_letters_are_read_as_they_were_meant(workspace: Workspace, mail: Mail) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    assert sending(workspace).sent == 3
    assert mailbox.recipients == [[ADDRESS], [OTHER_ADDRESS], [ADDRESS]]
    first, second, slip = mailbox.letters
    assert first["Subject"] == "[BCĐ 138] Đã nhận tệp: báo cáo quý II.xlsx"
    assert str(first["From"]) == "Thường trực Ban Chỉ đạo 138 <bcd138@nd.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_content()
    assert "Phường Thiên Trường (mã đơn vị 13684)" in body  # the name it had on that day
    assert "08:15 ngày 01/07/2025, qua thư điện tử" in body
    assert second["Subject"] == "[BCĐ 138] Đã nhận tệp: Mẫu Bcc: x@y.z.xlsx"  # a name is data, never a header
    assert second["Bcc"] is None
    assert slip["Subject"].startswith("[BCĐ 138] Trả lại: báo cáo mẫu F01, Quý II năm 2025")
    (enclosure,) = slip.iter_attachments()
    assert enclosure.get_filename() == "Phiếu kết quả F01 ND09 2025-Q2 13684.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(enclosure.get_content()))
    assert book.sheetnames
    text = slip.get_body(("plain",))
    assert text is not None
    assert "Sai số liệu." in text.get_content()


def test_a_letter_is_sent_once_and_a_slip_again_only_when_it_says_something_else(
    workspace: Workspace, mail: Mail
) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    assert sending(workspace).sent == 3
    assert sending(workspace).sent == 0
    put_slip(workspace, "E9", words="Số liệu sai.")  # other words for the same
    assert sending(workspace).sent == 0
    put_slip(workspace, "E9", "E20")
    assert sending(workspace).sent == 1
    assert len(mailbox.letters) == 4


def test_what_came_before_the_outbox_began_is_not_answered(workspace: Workspace, mail: Mail) -> None:
    set_up(workspace, mail[1], {"default": "email"}, since="2025-07-01T09:00:00+07:00")
    assert [w.letter.subject for w in waiting(workspace)] == ["[BCĐ 138] Đã nhận tệp: Mẫu Bcc: x@y.z.xlsx"]


def test_nobody_outside_the_register_is_written_to(workspace: Workspace, mail: Mail) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    contacts = workspace.register / "contacts.csv"
    kept = [line for line in contacts.read_text(encoding="utf-8").splitlines() if OTHER_WARD not in line]
    contacts.write_text("\n".join(kept) + "\n", encoding="utf-8")
    put_list(workspace, "chase", "2025-07-03", (OTHER_WARD, "02/07/2025"))  # the list itself names a mailbox
    assert sending(workspace).sent == 2
    assert mailbox.recipients == [[ADDRESS], [ADDRESS]]
    assert Counter(w.state for w in waiting(workspace)) == {"sent": 2, "no_address": 2}


def test_reminders_help_until_the_deadline_and_chases_for_a_week(workspace: Workspace, mail: Mail) -> None:
    set_up(workspace, mail[1], {"default": "email"})
    put_list(
        workspace, "reminder", "2025-07-02", (WARD, "04/07/2025"), (WARD, "03/07/2025"), (OTHER_WARD, "03/07/2025")
    )
    put_list(workspace, "chase", "2025-07-03", (WARD, "02/07/2025"), (WARD, "30/06/2025"))
    put_list(workspace, "chase", "2025-07-05", (WARD, "04/07/2025"))
    said = {w.letter.subject: w.letter.body for w in waiting(workspace) if w.letter.kind in ("reminder", "chase")}
    assert list(said) == ["[BCĐ 138] Nhắc: hạn gửi báo cáo 04/07/2025", "[BCĐ 138] Đôn đốc: 2 báo cáo quá hạn"]
    assert "03/07/2025" not in said["[BCĐ 138] Nhắc: hạn gửi báo cáo 04/07/2025"]
    later = [
        w.letter.day for w in waiting(workspace, NOW + timedelta(days=8)) if w.letter.kind in ("reminder", "chase")
    ]
    assert later == ["2025-07-05"]


def test_a_server_that_is_away_is_asked_again_later(workspace: Workspace, mail: Mail) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    mailbox.answer = "451 busy"
    first = sending(workspace)
    assert (first.sent, first.failed) == (0, 3)
    mailbox.answer = None
    assert sending(workspace, NOW + timedelta(minutes=4)).sent == 0
    assert Counter(w.state for w in waiting(workspace, NOW + timedelta(minutes=4))) == {"waiting": 3}
    assert sending(workspace, NOW + timedelta(minutes=6)).sent == 3


def test_a_closed_way_costs_one_letter_an_attempt_and_the_other_way_goes_on(workspace: Workspace) -> None:
    set_up(workspace, 1, {"default": "email", "units": {OTHER_WARD: "file"}})  # nobody listens on port 1
    done = sending(workspace)
    assert (done.sent, done.failed, list(done.closed)) == (1, 1, ["email"])


def test_an_address_that_is_refused_is_left_alone_until_the_register_names_another(
    workspace: Workspace, mail: Mail
) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    mailbox.refuse[OTHER_ADDRESS] = "550 no such mailbox"
    assert sending(workspace).refused == 1
    assert sending(workspace, NOW + timedelta(days=2)).refused == 0
    contacts = workspace.register / "contacts.csv"
    contacts.write_text(
        contacts.read_text(encoding="utf-8").replace(OTHER_ADDRESS, "vanphong@nd.example"), encoding="utf-8"
    )
    assert sending(workspace, NOW + timedelta(days=2)).sent == 1
    assert mailbox.recipients[-1] == ["vanphong@nd.example"]


def test_answers_as_files_lie_beside_the_drop_folder(workspace: Workspace, mail: Mail) -> None:
    set_up(workspace, mail[1], {"default": "email", "channels": {"mailbox": "file"}})
    assert sending(workspace).sent == 3
    folder = workspace.home / "drop-tra-loi" / "ward_commune" / WARD
    names = sorted(p.name.split(" ", 2)[2] for p in folder.iterdir())
    assert names == [
        "Phiếu kết quả F01 ND09 2025-Q2 13684.xlsx",
        "Trả lại báo cáo mẫu F01, Quý II năm 2025.txt",
        "Đã nhận tệp báo cáo quý II.xlsx.txt",
    ]
    assert not mail[0].letters
    # what is erased later is taken back: the slip holds the sender's own sheets
    deleted, mailed = take_back_answers(workspace, RETURNED)
    assert (sorted(Path(f).name.split(" ", 2)[2] for f in deleted), mailed) == (names, [])
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "said",
    [{"default": "fax"}, {"units": {"../13684": "file"}}],
)
def test_faulty_settings_are_told(workspace: Workspace, said: dict[str, object]) -> None:
    set_up(workspace, 25, said)
    with pytest.raises(ValueError, match=r"outbox\.yml"):
        read_settings(workspace.register)


def test_the_doctor_names_letters_that_are_stuck_and_a_secret_that_is_missing(workspace: Workspace, mail: Mail) -> None:
    assert list(outbox(workspace, NOW)) == []
    set_up(workspace, mail[1], {"default": "email"})
    mail[0].refuse[OTHER_ADDRESS] = "550 no such mailbox"
    sending(workspace)
    assert [(f.state, f.words_vi) for f in outbox(workspace, NOW)] == [
        ("warning", "1 thư bị từ chối: xem kho138 outbox list")
    ]
    path = workspace.register / "outbox.yml"
    said = path.read_text(encoding="utf-8")
    path.write_text(
        said.replace("email:\n", "email:\n  user: a\n  password_env: KHO138_SMTP_NOT_SET\n", 1), encoding="utf-8"
    )
    assert [f.state for f in outbox(workspace, NOW)] == ["critical"]


def _told_of(workspace: Workspace) -> set[tuple[str, str, str]]:
    found = ledger_of(workspace).open_alerts() if ledger_of(workspace).path.exists() else []
    return {(a.kind, a.subject, a.facts.get("letters", "")) for a in found if not a.well_since}


def test_letters_that_cannot_arrive_are_told_of_until_they_can(workspace: Workspace, mail: Mail) -> None:
    mailbox, port = mail
    set_up(workspace, port, {"default": "email"})
    sending(workspace)
    assert not ledger_of(workspace).path.exists()  # all is well: no trace
    mailbox.refuse[ADDRESS] = "550 no such mailbox"
    put_slip(workspace, "E9", "E10")
    contacts = workspace.register / "contacts.csv"
    said = contacts.read_text(encoding="utf-8")
    contacts.write_text("".join(x for x in said.splitlines(keepends=True) if A_SCHOOL not in x), encoding="utf-8")
    put_list(workspace, "reminder", "2025-07-03", (A_SCHOOL, "07/07/2025"))
    sending(workspace)
    assert _told_of(workspace) == {("letter_undeliverable", WARD, "1"), ("address_missing", "school", "1")}
    contacts.write_text(said.replace(ADDRESS, "vanphong@nd.example"), encoding="utf-8")
    assert sending(workspace, NOW + timedelta(minutes=1)).sent == 2
    assert _told_of(workspace) == set()


def test_a_way_that_is_closed_is_one_cause_whoever_sees_it(workspace: Workspace, mail: Mail) -> None:
    set_up(workspace, 1, {"default": "email"})
    sending(workspace)
    record(workspace, [run_failed(OUTBOX, "letters_to_units", "run-1")], NOW)
    assert {(a.kind, a.times) for a in ledger_of(workspace).open_alerts()} == {("letters_stopped", 2)}
    set_up(workspace, mail[1], {"default": "email"})
    assert sending(workspace, NOW + timedelta(hours=1)).sent == 3
    assert _told_of(workspace) == set()
