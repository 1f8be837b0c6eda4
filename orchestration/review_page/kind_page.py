"""Writes the page of one kind of units: from the city's figure to a unit, from a unit to what it sent."""

from __future__ import annotations

from orchestration.figures_against_targets import Query
from orchestration.review_page.kind_facts import UnitFacts, units_of_kind
from orchestration.review_page.page_template import CITY_PAGE, head_of, template
from orchestration.review_page.row_words import in_words, period_words
from orchestration.wording import KIND_VI, STATE_VI, Row, has_target, vietnamese

_FILE_OF_KIND = {
    "agency": "co-quan.html", "mass_org": "doan-the.html", "enterprise": "doanh-nghiep.html",
    "school": "nha-truong.html", "police": "cong-an.html", "city_sc138": "thuong-truc.html",
}  # fmt: skip
_SENT_VI = STATE_VI | {
    "accepted": "được chấp nhận", "under_query": "được chấp nhận, còn câu hỏi", "declared_nil": "không phát sinh",
}  # fmt: skip


def kind_page_name(kind: str) -> str:
    """File name of the page of a kind."""
    return _FILE_OF_KIND[kind]


def link_to_unit(kind: str, unit_code: str) -> str:
    """Where a unit stands on the page of its kind."""
    return f"{kind_page_name(kind)}#{unit_code}"


def kind_page(query: Query, kind: str, standing: str, content_hash: str) -> str | None:
    """The page of a kind as HTML; None when the edition has no figures of such units."""
    units = units_of_kind(query, kind)
    if not units:
        return None
    city = query("select * from dim_city", [])[0]
    return template("kind.html.j2").render(
        **head_of(city, KIND_VI[kind], standing, content_hash),
        units=[_unit(unit) for unit in units], first=units[0].indicators[0], city_page=CITY_PAGE,
        has_targets=any(has_target(row) for unit in units for row in unit.indicators),
    )  # fmt: skip


def _unit(unit: UnitFacts) -> Row:
    reports = [
        r | {"due_vi": vietnamese(r["due_on"]), "received_vi": vietnamese(r["received_on"]),
             "period_vi": period_words(r["period_id"]), "state_vi": _SENT_VI.get(r["state"], r["state"])}
        for r in unit.reports
    ]  # fmt: skip
    return {
        "unit_code": unit.unit_code, "name_vi": unit.name_vi, "reports": reports,
        "rows": [in_words(row, unit.cells.get(row["indicator_code"], [])) for row in unit.indicators],
        "accepted": vietnamese(sum(r["is_accepted"] for r in reports)), "owed": vietnamese(len(reports)),
    }  # fmt: skip
