"""What stands between braces in the sentences of the corpus: {name}, {mobile dots}, {street} ... each drawn anew."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.personal_data import numbers

_HERE = Path(__file__).parent


@cache
def words(file: str) -> dict[str, Any]:
    """A file of words beside this one."""
    loaded: dict[str, Any] = yaml.safe_load((_HERE / file).read_text(encoding="utf-8"))
    return loaded


def plain(text: str) -> str:
    """Without accents, as typed on a telephone."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))


class Drawn(dict[str, str]):
    """Values of placeholders for one text; ``half`` says which words of names may be drawn."""

    def __init__(self, chance: random.Random, half: str) -> None:
        super().__init__()
        self.chance, self.half = chance, half

    def __missing__(self, name: str) -> str:
        return _MAKERS[name](self)

    def pick(self, *of: str) -> str:
        """One of several."""
        return self.chance.choice(of)

    def word(self, which: str) -> str:
        """A word of names, or a whole one of a minority."""
        return str(self.chance.choice(words("people.yml")[self.half][which]))


def _surname(drawn: Drawn) -> str:
    weights: dict[str, int] = words("people.yml")["surnames"]
    return drawn.chance.choices(list(weights), list(weights.values()))[0]


def _three(drawn: Drawn) -> str:
    middle = drawn.pick("Văn", "Thị") if drawn.chance.random() < 0.4 else drawn.word("middles")
    return f"{_surname(drawn)} {middle} {drawn.word('givens')}"


def _four(drawn: Drawn) -> str:
    sex = drawn.pick("Thị ", "Văn ", "", "", "")
    return f"{_surname(drawn)} {sex}{drawn.word('middles')} {drawn.word('middles')} {drawn.word('givens')}".replace("  ", " ")  # fmt: skip


def _name(drawn: Drawn) -> str:
    share = drawn.chance.random()
    return _three(drawn) if share < 0.75 else _four(drawn) if share < 0.9 else _two(drawn)


def _two(drawn: Drawn) -> str:
    return f"{_surname(drawn)} {drawn.word('givens')}"


def _rare(drawn: Drawn) -> str:
    return f"{drawn.word('rare')} {drawn.pick('Văn', 'Thị', drawn.word('middles'))} {drawn.word('givens')}"  # fmt: skip


def _minority(drawn: Drawn) -> str:
    return drawn.word("minority")


def _initials(drawn: Drawn) -> str:
    return ".".join(word[0] for word in _three(drawn).split())


def _user(drawn: Drawn) -> str:
    name = plain(_three(drawn)).lower().split()
    year = str(drawn.chance.randint(1970, 2006))
    return drawn.pick("".join(name), name[-1] + name[0], f"{name[-1]}.{name[0]}", f"{name[-1]}_{year}", "".join(name) + year[2:], f"{name[0][0]}{name[1][0]}{name[2]}{year}")  # fmt: skip


def _day(drawn: Drawn, first: int, last: int, by: str = "/") -> str:
    day, month = drawn.chance.randint(1, 28), drawn.chance.randint(1, 12)
    two = drawn.chance.random() < 0.5
    return by.join((f"{day:02d}" if two else str(day), f"{month:02d}" if two else str(month), str(drawn.chance.randint(first, last))))  # fmt: skip


def _count(least: int, most: int) -> Callable[[Drawn], str]:
    return lambda drawn: str(drawn.chance.randint(least, most))


def _tax(drawn: Drawn) -> str:
    """A tax code with its check digit (weights of Decision 75/1998/TC/QĐ/TCT)."""
    while True:
        nine = drawn.pick("06", "01", "02", "26", "07") + numbers.digits(drawn.chance, 7)
        check = 10 - sum(int(d) * w for d, w in zip(nine, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if check < 10:
            return f"{nine}{check}"


def _of(which: str) -> Callable[[Drawn], str]:
    return lambda drawn: str(drawn.chance.choice(words("surroundings.yml")[which]))


def _spelled(make: Callable[[random.Random], str], *spellings: Callable[[str], str]) -> Callable[[Drawn], str]:
    def drawn_so(drawn: Drawn) -> str:
        return drawn.chance.choice(spellings)(make(drawn.chance))

    return drawn_so


def _plate(make: Callable[[random.Random], tuple[str, str, str]], *patterns: str) -> Callable[[Drawn], str]:
    def drawn_so(drawn: Drawn) -> str:
        province, series, number = make(drawn.chance)
        return drawn.chance.choice(patterns).format(p=province, s=series, n=number, a=number[:3], b=number[3:])

    return drawn_so


def _words(make: Callable[[Drawn], str], change: Callable[[str], str]) -> Callable[[Drawn], str]:
    return lambda drawn: change(make(drawn))


def _in(*sizes: int, by: str = " ") -> Callable[[str], str]:
    return lambda number: numbers.cut(number, *sizes, by=by)


_MAKERS: dict[str, Callable[[Drawn], str]] = {
    "name": _name,
    "name2": _two,
    "name3": _three,
    "name4": _four,
    "NAME": _words(_name, str.upper),
    "small_name": _words(_three, str.lower),
    "small_given": lambda d: d.word("givens").lower(),
    "plain_name": _words(_three, plain),
    "PLAIN_NAME": _words(_three, lambda n: plain(n).upper()),
    "plain_small_name": _words(_three, lambda n: plain(n).lower()),
    "plain_name2": _words(_two, plain),
    "plain_name4": _words(_four, plain),
    "split_name": _words(_name, lambda n: unicodedata.normalize("NFD", n)),
    "wide_name": _words(_three, lambda n: n.replace(" ", "\u00a0 ")),
    "dotted_name": lambda d: f"{_surname(d)[0]}. {d.word('middles')[0]}. {d.word('givens')}",
    "letter_name": lambda d: f"{_surname(d)} {d.pick('Văn', 'Thị')} {d.pick('A', 'B', 'C', 'H', 'T', 'X')}",
    "short_name": lambda d: f"{_surname(d)} {d.word('middles')[0]}. {d.word('givens')}",
    "rare_name": _rare,
    "minority_name": _minority,
    "given": lambda d: d.word("givens"),
    "initials": _initials,
    "user": _user,
    "cccd": _spelled(numbers.citizen, str),
    "cccd_spaced": _spelled(
        numbers.citizen, _in(3, 3, 6), _in(3, 3, 3, 3), _in(3, 9), _in(4, 4, 4), _in(6, 6), _in(3, 3, 3, 3, by=".")
    ),
    "cccd_lost_zero": _spelled(lambda c: numbers.citizen(c)[1:], str),
    "cccd_dashes": _spelled(numbers.citizen, _in(3, 3, 6, by="-"), _in(3, 1, 2, 6, by="-")),
    "cmnd": _spelled(numbers.old_identity, str),
    "cmnd_spaced": _spelled(numbers.old_identity, _in(3, 3, 3), _in(3, 3, 3, by="."), _in(2, 3, 4), _in(3, 6)),
    "mobile": _spelled(numbers.mobile, str),
    "mobile_dots": _spelled(numbers.mobile, _in(4, 3, 3, by="."), _in(3, 3, 4, by="."), _in(4, 2, 2, 2, by=".")),
    "mobile_spaces": _spelled(numbers.mobile, _in(4, 3, 3), _in(3, 3, 4), _in(3, 7), _in(4, 6), _in(3, 3, 2, 2)),
    "mobile_dashes": _spelled(numbers.mobile, _in(4, 3, 3, by="-"), _in(3, 3, 4, by="-"), _in(4, 6, by=" - ")),
    "mobile_84": _spelled(
        lambda c: numbers.mobile(c)[1:], "+84{}".format, "84{}".format, "+84 {}".format, "(+84) {}".format,
        lambda n: f"+84 {n[:3]} {n[3:6]} {n[6:]}", lambda n: f"0084{n}", lambda n: f"+84-{n[:2]}-{n[2:5]}-{n[5:]}",
    ),
    "mobile_odd": _spelled(
        numbers.mobile, lambda n: n.replace("0", "O", 1), lambda n: f"({n[:4]}) {n[4:7]} {n[7:]}",
        lambda n: f"{n[:4]}_{n[4:7]}_{n[7:]}", " ".join, lambda n: f"{n[:4]}*{n[4:7]}*{n[7:]}", lambda n: f"{n[:4]}\u00a0{n[4:7]}\u00a0{n[7:]}",
    ),
    "old_mobile": _spelled(numbers.old_mobile, str, _in(4, 3, 4), _in(4, 3, 4, by=".")),
    "mobile_lost_zero": _spelled(lambda c: numbers.mobile(c)[1:], str),
    "landline": _spelled(numbers.landline, str, _in(4, 7, by="."), lambda n: f"({n[:4]}) {n[4:7]} {n[7:]}", _in(4, 3, 4), lambda n: f"({n[:4]}){n[4:]}", _in(4, 7, by="-")),
    "landline_dots": _spelled(numbers.landline, _in(4, 1, 3, 3, by="."), lambda n: f"{n[:4]}.{n[4:8]}.{n[8:]}", lambda n: f"0{n[1:4]}-{n[4:7]}.{n[7:]}"),
    "local_phone": _spelled(lambda c: "3" + numbers.digits(c, 6), str, _in(4, 3, by="."), _in(1, 3, 3, by=".")),
    "car": _plate(numbers.car, "{p}{s}-{a}.{b}", "{p}{s}-{n}", "{p}{s} {a}.{b}", "{p}{s}{n}", "{p}{s} {n}", "{p}{s}.{a}.{b}"),
    "car_small": _plate(lambda c: (numbers.car(c)[0], numbers.car(c)[1].lower(), numbers.digits(c, 5)), "{p}{s}-{a}.{b}", "{p}{s} {a}{b}", "{p}{s}-{n}"),
    "old_car": _plate(numbers.car, "{p}{s}-{n:.4}", "{p}{s} {n:.4}"),
    "motorbike": _plate(numbers.motorbike, "{p}{s}-{a}.{b}", "{p}-{s} {a}.{b}", "{p}{s}-{n}", "{p}{s} {n}", "{p}-{s}-{n}", "{p}{s}-{n:.4}", "{p}-{s} {n:.4}", "{p}{s}.{a}.{b}"),
    "motorbike_two_letters": _plate(lambda c: (numbers.motorbike(c)[0], c.choice(["AA", "AB", "AC", "AD", "AE"]), numbers.digits(c, 5)), "{p}{s}-{a}.{b}", "{p}-{s} {a}.{b}", "{p}{s}-{n}"),
    "motorbike_small": _plate(lambda c: (numbers.motorbike(c)[0], numbers.motorbike(c)[1].lower(), numbers.digits(c, 5)), "{p}{s}-{n}", "{p}{s} {a}.{b}", "{p}-{s} {n}", "{p}{s}{n}"),
    "military_plate": _plate(lambda c: ("", c.choice(["TM", "AA", "KA", "QH", "BB", "PP"]), numbers.digits(c, 5)), "{s}-{n:.2}-{b}", "{s} {n:.2}-{b}"),
    "bhxh": _spelled(numbers.social_insurance, str),
    "bhyt": _spelled(numbers.health_card, str, lambda n: f"{n[:2]} {n[2]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:]}", _in(2, 1, 2, 10, by="-")),
    "passport": _spelled(numbers.passport, str),
    "account": _spelled(numbers.account, str),
    "account_spaced": _spelled(numbers.account, lambda n: numbers.cut(n, 4, 4, 4, 4).strip(), lambda n: ".".join((n[:3], n[3:6], n[6:]))),
    "born": lambda d: _day(d, 1948, 2012),
    "born_dots": lambda d: _day(d, 1948, 2012, d.pick(".", "-")),
    "born_words": lambda d: "{} tháng {} năm {}".format(*_day(d, 1948, 2012).split("/")),
    "birth_year": _count(1948, 2012),
    "this_day": lambda d: _day(d, 2023, 2025),
    "this_year": _count(2022, 2026),
    "n": _count(0, 60),
    "n2": _count(10, 99),
    "n3": _count(100, 999),
    "n4": _count(1000, 9999),
    "n5": _count(10_000, 99_999),
    "n6": _count(100_000, 999_999),
    "n9": _count(100_000_000, 999_999_999),
    "dotted": lambda d: f"{d.chance.randint(1_000, 99_999_999):,}".replace(",", "."),
    "money": lambda d: f"{d.chance.randint(1, 9_999) * 100_000:,}".replace(",", "."),
    "share": lambda d: f"{d.chance.randint(0, 99)},{d.chance.randint(0, 99)}",
    "hour": lambda d: f"{d.chance.randint(0, 23)}h{d.chance.randint(0, 59):02d}",
    "tax": _tax,
    "tax_branch": lambda d: f"{_tax(d)}-{d.chance.randint(1, 20):03d}",
    "bank": lambda d: d.pick("Vietcombank", "Agribank", "BIDV", "VietinBank", "MB Bank", "Techcombank", "ACB"),
    "mail_host": lambda d: d.pick("gmail.com", "yahoo.com.vn", "hotmail.com", "outlook.com", "icloud.com", "namdinh.gov.vn", "moet.edu.vn", "fpt.vn"),
    "ward": _of("wards"),
    "street": _of("streets"),
    "school": _of("schools"),
    "company": _of("companies"),
    "office": _of("offices"),
    "model": _of("models"),
    "province": _of("provinces"),
    "district": _of("districts"),
    "PROVINCE": _words(_of("provinces"), str.upper),
    "plain_province": _words(_of("provinces"), plain),
    "plain_district": _words(_of("districts"), plain),
    "village": _of("villages"),
    "organ": _of("organs"),
    "letters": lambda d: "".join(d.chance.choice("abcdefghkmnpqrstuvxyz") for _ in range(9)),
}  # fmt: skip
