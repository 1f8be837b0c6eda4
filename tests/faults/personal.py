"""Personal data where only figures are asked: never a real person's (numbers are drawn, names are composed)."""

from __future__ import annotations

import random

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, Declared, FaultClass

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Quang")
_GIVEN = ("Hùng", "Lan", "Tuấn", "Hương", "Dũng", "Mai", "Sơn", "Thảo")
_RULES = ("PII-01", "PII-02", "PII-03", "PII-04", "PII-05", "PII-06", "PII-07", "PII-08")


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"


def _in_note(write: str) -> object:
    def plant(made: Submission, chance: random.Random) -> Declared:
        identity = f"036{chance.choice('0123')}{_digits(chance, 8)}"
        phone = f"09{_digits(chance, 8)}"
        made.note = write.format(
            name=_name(chance), identity=identity, phone=phone, mail=f"a{_digits(chance, 5)}@gmail.com"
        )
        return Declared(_RULES, "quarantined")

    return plant


PERSONAL_CLASSES: tuple[FaultClass, ...] = ()
_LATER = (FaultClass("identity number in a note", _in_note("Người liên hệ CCCD {identity}"), ALL),)
