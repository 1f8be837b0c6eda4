"""The access matrix: what each class of readers has of each mart, by the sensitivity of what a row is about."""

from __future__ import annotations

from typing import NamedTuple, get_args

from quality.contracts.vocabulary import Sensitivity
from quality.disclosure.audience_policy import AudienceClass, MartRule, audiences, mart_rules

FULL, SEEN_UNITS, OWN_KIND, OWN, CITY_LEVEL, SUPPRESSED, NO_VALUES, ABSENT = (
    "full", "seen_units", "own_kind", "own", "city_level", "suppressed", "no_values", "absent",
)  # fmt: skip
WORDS_VI = {
    FULL: "đầy đủ",
    SEEN_UNITS: "toàn thành phố, các đơn vị được xem và của mình",
    OWN_KIND: "các đơn vị cùng loại",
    OWN: "chỉ của mình",
    CITY_LEVEL: "chỉ số toàn thành phố và của mình",
    SUPPRESSED: "ẩn số nhỏ và số suy ra được số nhỏ",
    NO_VALUES: "có dòng, không có giá trị",
    ABSENT: "không có",
}
CLASSES: tuple[AudienceClass, ...] = get_args(AudienceClass)


class Access(NamedTuple):
    """One cell of the matrix; ``sensitivity`` is None for a mart that tells no indicators apart."""

    mart: str
    sensitivity: Sensitivity | None
    audience: AudienceClass
    access: str


def access_matrix() -> list[Access]:
    """Every mart, by sensitivity where its rows have one, for every class of readers."""
    found = []
    for mart, rule in mart_rules().items():
        kinds: tuple[Sensitivity | None, ...] = get_args(Sensitivity) if rule.scope or rule.indicator else (None,)
        found += [Access(mart, kind, seen_by, _access(rule, kind, seen_by)) for kind in kinds for seen_by in CLASSES]
    return found


def _access(rule: MartRule, sensitivity: Sensitivity | None, seen_by: AudienceClass) -> str:
    rows = rule.rows[seen_by]
    if rows == "kind" and sensitivity not in {None, "public"}:
        return ABSENT
    if rows in {"absent", "own", "kind"}:
        return {"absent": ABSENT, "own": OWN, "kind": OWN_KIND}[rows]
    everything = FULL if rows == "all" else SEEN_UNITS
    if sensitivity in {None, "public"}:
        return everything
    if rule.own_unless_public:
        return NO_VALUES
    if rule.scope in {"level", "structure"} or not rule.scope:
        return CITY_LEVEL if sensitivity in audiences().city_level_only or not rule.scope else SUPPRESSED
    return SUPPRESSED
