"""What must not come in: a person's numbers, names and accounts in notes, added columns and hidden parts of a report."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, Bytes, Case, Declared, FaultClass, Plant
from tests.faults.packages import with_comment, with_property, with_sheet
from tests.faults.shapes import in_sheet
from tests.personal_data.placeholders import Drawn

_IN_NOTES = {
    "citizen number": (("PII-01",), ("CCCD {cccd}", "đã bàn giao hồ sơ {cccd_spaced}", "{cccd}")),
    "old identity number": (("PII-01",), ("CMND {cmnd}", "chứng minh nhân dân số {cmnd_spaced}")),
    "insurance number": (("PII-01",), ("Mã số BHXH {bhxh}", "thẻ BHYT {bhyt}")),
    "telephone": (
        ("PII-02", "PII-01"),  # 84912345678 may be either
        ("liên hệ {mobile}", "ĐT {mobile_dots}", "gọi {mobile_84}", "trực ban {landline}"),
    ),
    "mailbox": (("PII-03",), ("gửi về {user}@{mail_host}", "thư {user}@gmail.com")),
    "account": (("PII-03",), ("nhóm https://zalo.me/g/{letters}", "facebook.com/{user}")),
    "plate": (("PII-04",), ("tạm giữ xe {motorbike}", "ô tô biển số {car}")),
    "bank account": (("PII-05",), ("STK {account} {bank}", "số tài khoản {account} tại {bank}")),
    "date of birth": (("PII-06",), ("sinh ngày {born}", "đối tượng sinh năm {birth_year}")),
    "name": (("PII-07",), ("do {name3} phụ trách", "đồng chí {name3} báo cáo", "nguoi lap: {plain_name}")),
    "home address": (("PII-08",), ("trú tại số {n2} đường {street}", "HKTT: {village}, {ward}")),
}


def _said(templates: tuple[str, ...], chance: random.Random) -> str:
    return chance.choice(templates).format_map(Drawn(chance, "seen"))


def _note(rules: tuple[str, ...], templates: tuple[str, ...]) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared:
        made.note = f"{made.note}; {_said(templates, chance)}"
        return Declared(rules, "returned", level="note")

    return plant


def _column(made: Submission, chance: random.Random) -> Declared:
    """A column of the sender's own beside the form: whom it is about."""
    heading, template, rule = chance.choice(
        [("Số CCCD", "{cccd}", "PII-01"), ("Họ và tên", "{name}", "PII-07"), ("Điện thoại", "{mobile_lost_zero}", "PII-02"),
         ("Ngày sinh", "{born}", "PII-06"), ("Người phụ trách", "{plain_name2}", "PII-07"), ("STK", "{account}", "PII-05")]
    )  # fmt: skip
    said = [heading, *(template.format_map(Drawn(chance, "seen")) for _ in range(3))]

    def change(xml: bytes, _: Case) -> bytes:
        text = xml.decode()
        for row, words in enumerate(said, start=10):
            cell = f'<c r="J{row}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'
            at = text.index("</row>", text.index(f'<row r="{row}"'))
            text = text[:at] + cell + text[at:]
        return text.encode()

    return Declared((rule,), rewrite=in_sheet(change))


def _part(rewrite_with: str) -> Plant:
    def plant(made: Submission, chance: random.Random) -> Declared:
        template, rule = chance.choice(
            [
                ("ĐT {mobile}", "PII-02"),
                ("CCCD {cccd}", "PII-01"),
                ("{user}@gmail.com", "PII-03"),
                ("BKS {car}", "PII-04"),
            ]
        )
        said = template.format_map(Drawn(chance, "seen"))
        rewrites: dict[str, Bytes] = {
            "hidden": lambda c, _: with_sheet(c, "Ghi tạm", [[said]], state="hidden"),
            "very hidden": lambda c, _: with_sheet(c, "Ghi tạm", [[said]], state="veryHidden"),
            "comment": lambda c, _: with_comment(c, "E12", said),
            "property": lambda c, _: with_property(c, said),
        }
        return Declared((rule,), rewrite=rewrites[rewrite_with])

    return plant


def _sheet_named(made: Submission, chance: random.Random) -> Declared:
    name = Drawn(chance, "seen")["name3"]
    return Declared(("PII-07",), rewrite=lambda c, _: with_sheet(c, name, [["Số liệu", 1]]))


def _mark(made: Submission, chance: random.Random) -> Declared:
    made.note = f"{chance.choice(['MẬT', 'TỐI MẬT', 'TUYỆT MẬT', 'Độ mật: Mật'])} – {made.note}"
    return Declared(("SEC-01",), "quarantined", level="note")


PERSONAL_CLASSES = (
    *(FaultClass(f"{name} in a note", _note(rules, templates), ALL) for name, (rules, templates) in _IN_NOTES.items()),
    FaultClass("personal data in an added column", _column, ALL, formats=("xlsx",)),
    FaultClass("personal data on a hidden sheet", _part("hidden"), ALL, formats=("xlsx",)),
    FaultClass("personal data on a sheet hidden deeply", _part("very hidden"), ALL, formats=("xlsx",)),
    FaultClass("personal data in a comment", _part("comment"), ALL, formats=("xlsx",)),
    FaultClass("personal data in the properties", _part("property"), ALL, formats=("xlsx",)),
    FaultClass("sheet called by a person's name", _sheet_named, ALL, formats=("xlsx",)),
    FaultClass("secrecy mark in a note", _mark, ALL),
)
