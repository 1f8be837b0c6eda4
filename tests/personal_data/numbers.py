"""Numbers that belong to a person, made from what the public rules of numbering say: any digits, in many spellings."""

from __future__ import annotations

import random

_PROVINCES = ("001", "036", "034", "035", "037", "038", "040", "030", "031", "033", "022", "079", "048", "017", "025")
_NETWORKS = ("032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079", "081", "082",
             "083", "084", "085", "086", "088", "089", "090", "091", "093", "094", "096", "097", "098", "099", "056", "058")  # fmt: skip
_SERIES = "ABCDEFGHKLMNPSTUVXYZ"


def digits(chance: random.Random, count: int) -> str:
    """Any ``count`` digits."""
    return "".join(chance.choice("0123456789") for _ in range(count))


def cut(number: str, *sizes: int, by: str = " ") -> str:
    """A number in groups."""
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    return by.join(groups)


def citizen(chance: random.Random) -> str:
    """Twelve digits: province, sex and century, year of birth, six of a serial."""
    year = chance.randint(1945, 2011)
    sex = (0 if year < 2000 else 2) + chance.randint(0, 1)
    return f"{chance.choice(_PROVINCES)}{sex}{year % 100:02d}{digits(chance, 6)}"


def old_identity(chance: random.Random) -> str:
    """Nine digits that begin with the number of a province's police."""
    return f"{chance.choice(['16', '01', '17', '15', '14', '10', '13', '02', '24'])}{digits(chance, 7)}"


def mobile(chance: random.Random) -> str:
    """Ten digits of one of the networks."""
    return chance.choice(_NETWORKS) + digits(chance, 7)


def landline(chance: random.Random) -> str:
    """An area code and seven or eight digits."""
    area = chance.choice(["0228", "0228", "0226", "0229", "024", "028", "0225"])
    return area + chance.choice("356") + digits(chance, 10 - len(area))


def old_mobile(chance: random.Random) -> str:
    """Eleven digits, as they were until 2018."""
    return chance.choice(["0120", "0123", "0166", "0168", "0169", "0127", "0188"]) + digits(chance, 7)


def car(chance: random.Random) -> tuple[str, str, str]:
    """Province, series and five digits of a car."""
    return chance.choice(["18", "18", "29", "30", "35", "90", "17", "15", "51", "80"]), chance.choice(_SERIES), digits(chance, 5)  # fmt: skip


def motorbike(chance: random.Random) -> tuple[str, str, str]:
    """Province, series of two characters and five digits of a motorbike."""
    series = chance.choice(_SERIES) + chance.choice("123456789")
    return chance.choice(["18", "18", "29", "35", "90", "17", "36"]), series, digits(chance, 5)


def social_insurance(chance: random.Random) -> str:
    """Ten digits."""
    return chance.choice(["36", "01", "35", "37", "79", "34"]) + digits(chance, 8)


def health_card(chance: random.Random) -> str:
    """Two letters of the group, then thirteen digits."""
    return chance.choice(["GD", "HC", "DN", "HS", "TE", "CN", "HT"]) + chance.choice("12345") + "36" + digits(chance, 10)  # fmt: skip


def passport(chance: random.Random) -> str:
    """A letter and seven digits, or (since 2022) eight."""
    return chance.choice("BCPN") + digits(chance, chance.choice([7, 7, 8]))


def account(chance: random.Random) -> str:
    """Of a bank: 8 to 14 digits."""
    return chance.choice("123456789") + digits(chance, chance.randint(7, 13))
