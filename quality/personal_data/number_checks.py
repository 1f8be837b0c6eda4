"""Tests a number must pass before it is taken for personal data: structure, grouping, check digit, what follows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum.vn import mst

from quality.personal_data.patterns import contexts

# Annex 1 of Circular 59/2021/TT-BCA: codes of provinces in identity numbers
_PROVINCES = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ]
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_AMOUNT_AFTER = re.compile(
    r"\s*(?:,\d+\s*)?(?:đồng|đ\b|dong|vnđ|vnd|triệu|nghìn|ngàn|tỷ|tỉ|usd|lượt|người|hộ|vụ|tin|kg|m2|ha|tấn)",
    re.IGNORECASE,
)
_NOT_BIRTH = frozenset(
    [
        "hoc",
        "phat",
        "ve",
        "hy",
        "khai",
        "nay",
        "giao",
        "tuyen",
        "thi",
        "thu",
        "dan",
        "nu",
        "mon",
        "tai",
        "tam",
        "moi",
        "khu",
        "doi",
        "le",
        "cuu",
        "so",
        "muc",
        "giam",
        "phuc",
        "ky",
        "cu",
    ]
)
_COHORT = re.compile(
    r"(?:cong dan|nam gioi|nu gioi|phu nu|nguoi dan|thanh thieu nien|thieu nhi|cac chau|"
    r"thanh nien|thieu nien|hoc sinh|tre em|tre|cac em|truong hop|so nguoi|nguoi)(?: nam| nu)?"
    r"(?: co nam)?\s*$"
)
# several, a number of them, a range of ages: nobody
_GROUP = "nguoi|cong dan|thanh nien|thieu nien|hoc sinh|sinh vien|tre|tre em|em|chau|nam|nu|phu nu|cu|truong hop|ho so"
_ALWAYS_SEVERAL = (
    "doan vien|hoi vien|tan binh|chien si|quan nhan|cu tri|thieu nhi|nhi dong|nguoi cao tuoi|nguoi lao dong"
)
_SEVERAL = re.compile(
    r"\b(?:cac|nhung|so|tong so|toan bo|tat ca|moi|lua tuoi|do tuoi|nhom tuoi|lop|khoa|0?[2-9]|[1-9]\d+)\s+"
    rf"(?:{_GROUP}|{_ALWAYS_SEVERAL})\b[^.;:]{{0,25}}$"
    r"|\b(?:tre|tre em|nguoi|thanh nien) (?:duoi|tren|tu) \d+[^.;:]{0,15}$"
    rf"|\b(?:lua tuoi|do tuoi|nhom tuoi|{_ALWAYS_SEVERAL}|sinh vien)(?: nam| nu)?\s*$"
)
_SINGLE = re.compile(r"\b(?:mot|0?1|anh|chi|ong|ba|(?<!tre )(?<!cac )(?<!\d )em|doi tuong|dong chi)\s+\S*\s*$")
_PHONE_GROUPS_MOST = 5
_LOCAL_GROUPS_MOST = 3
_RANGE = re.compile(
    r"\s*(?:(?:đến|den|tới|toi|-|–|và|va|,|hoặc|hoac)\s*(?:năm\s*|nam\s*)?(?:19|20)\d\d"
    r"|(?:đến|den|tới|toi|-|–)\s*(?:năm\s*|nam\s*)?\d|trở|tro (?:len|ve|xuong)|về (?:trước|sau))"
)
_TAX_DIGITS = 10
_OLD_ID_DIGITS = 9
# "2024-12-14", "05.12.2024", "20241214"
_DATE = re.compile(
    r"(?:19|20)\d\d([-./ ])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./ ])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d(?!\d)"
    r"|20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_CALLED_BEFORE = re.compile(r"\b(?:dien thoai|dt|sdt|tel|fax|phone|hotline|may ban)(?: so| ban| co quan)?\W*$")
_COUNTED_AFTER = re.compile(
    r"[\d.,/%]*\s*(?:%|hộ|ho\b|nhân khẩu|nhan khau|khẩu|khau|người|nguoi|trường hợp|truong hop|lượt|luot|hồ sơ|ho so|"
    r"công dân|cong dan|cơ sở|co so|thẻ|nhà|nha|$|[,;:)-])"
)
_ACCOUNT_BEFORE = re.compile(r"\b(?:stk|tai khoan|tk)(?: so)?\W*$")


@dataclass(frozen=True)
class Found:
    """A match with what is known around it."""

    text: str
    before: str  # folded, the text before the match
    after: str
    contexts: frozenset[str]
    typed: str  # how the file typed the cell: s, n, d ...

    @property
    def digits(self) -> str:
        """The digits of the match."""
        return "".join(c for c in self.text if c.isdigit())


def is_amount(found: Found) -> bool:
    """Written with thousands separators, or followed by a unit."""
    return bool(_THOUSANDS.fullmatch(found.text)) or bool(_AMOUNT_AFTER.match(found.after))


def _not_an_amount(found: Found) -> bool:
    return not is_amount(found)


def _identity(found: Found) -> bool:
    """Nine digits in threes are the old number as it is read aloud, not an amount of millions."""
    return not is_amount(found) or (
        len(found.digits) == _OLD_ID_DIGITS and found.digits[0] in "0123" and not _AMOUNT_AFTER.match(found.after)
    )


def _account(found: Found) -> bool:
    return not is_amount(found) or bool(_ACCOUNT_BEFORE.search(found.before) and not _AMOUNT_AFTER.match(found.after))


def _citizen_id(found: Found) -> bool:
    return found.digits[:3] in _PROVINCES


def _citizen_id_lost_zero(found: Found) -> bool:
    return f"0{found.digits[:2]}" in _PROVINCES and not found.digits.endswith("000") and not is_amount(found)


def _text_only(found: Found) -> bool:
    return found.typed != "n" and not is_amount(found)


def _number_called(found: Found) -> bool:
    return not is_amount(found) and not _DATE.match(found.text)


def _called_number(found: Found) -> bool:
    """Right behind the word for it: "điện thoại 3.956.499" is no amount."""
    return _CALLED_BEFORE.search(found.before) is not None and not _AMOUNT_AFTER.match(found.after)


def _not_a_count(found: Found) -> bool:
    """What counts people ("thường trú 12.345 nhân khẩu") does not say where one lives."""
    return not (found.text[-1].isdigit() and _COUNTED_AFTER.match(found.after))


def _phone(found: Found) -> bool:
    if _DATE.match(found.text):
        return False  # "Zalo … 05.12.2024 10"
    if "tax_code" in found.contexts and len(found.digits) == _TAX_DIGITS and mst.is_valid(found.digits):
        return False  # 9.1 % of mobile numbers pass: the column says what it is
    if _THOUSANDS.fullmatch(found.text) and "phone" not in found.contexts:
        return False
    groups = [g for g in re.split(r"\D+", found.text) if g]
    if len(groups) == 1 or len(groups) == len(found.digits) or "phone" in found.contexts:
        return True
    # "05 12 2024 15" is a row of figures: a number begins with a prefix of three or four digits, or the country's
    begins = len(groups[0]) >= 3 or found.text.lstrip("(").startswith(("+", "84", "00"))
    # "0228.3.649.123": the one digit in the middle is where numbers of seven digits began
    shortest = min(map(len, groups[2:] if len(groups) > 2 and found.digits.startswith("02") else groups[1:]))
    return begins and len(groups) <= _PHONE_GROUPS_MOST and shortest >= 2


def _local_number(found: Found) -> bool:
    """Seven digits are a number of somebody's where they are text, no amount, and called so or alone in their cell."""
    alone = not found.before.strip() and not found.after.strip()
    called = alone or contexts()["phone"].search(found.before) is not None
    return called and _text_only(found) and len(re.split(r"\D+", found.text)) <= _LOCAL_GROUPS_MOST


def _plate(found: Found) -> bool:
    # "24A 2024" may be a room and a year: four digits that are a year need a context
    year = re.search(r"(?:19|20)\d{2}$", found.text) and not re.search(r"\d{5}$|\d{3}[., ]\d{2}$", found.text)
    # "36-M3 1926": nobody parts a room or a class so
    motorbike = re.match(r"\d{2}\s?-\s?[A-Z]\d", found.text) is not None
    return not year or motorbike or "plate" in found.contexts


def _born(found: Found) -> bool:
    word = found.before.split()[-1] if found.before.split() else ""
    short = re.match(r"(?i)s\.?n|n\.?s", found.text) is not None
    if not short and re.match(r"(?i)sinh", found.text) and word in _NOT_BIRTH:
        return False  # "học sinh năm 2024", "phát sinh ngày 5/3/2024"
    if _RANGE.match(found.after):
        return False  # "sinh năm 1999 đến 2007"
    if short:
        return True  # of a year of birth of many nobody writes so
    several = _COHORT.search(found.before) or _SEVERAL.search(found.before)
    cohort = several and not _SINGLE.search(found.before)
    return not cohort  # "công dân sinh năm 2006": an age group, nobody


CHECKS: dict[str, Callable[[Found], bool]] = {
    "not_an_amount": _not_an_amount,
    "identity": _identity,
    "account": _account,
    "citizen_id": _citizen_id,
    "citizen_id_lost_zero": _citizen_id_lost_zero,
    "text_only": _text_only,
    "phone": _phone,
    "local_number": _local_number,
    "called_number": _called_number,
    "number_called": _number_called,
    "not_a_count": _not_a_count,
    "plate": _plate,
    "born": _born,
}
