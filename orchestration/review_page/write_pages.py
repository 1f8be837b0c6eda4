"""Writes the review page: facts of an edition, in the words of a review, into one file that stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from orchestration.figures_against_targets import Place, Query
from orchestration.review_page import charts
from orchestration.review_page.headline import headline
from orchestration.review_page.kind_facts import kinds_with_figures
from orchestration.review_page.kind_page import kind_page, kind_page_name, link_to_unit
from orchestration.review_page.page_facts import PageFacts, facts_of_unit, page_facts, units_with_pages
from orchestration.review_page.page_template import CITY_PAGE, head_of, template
from orchestration.review_page.row_words import in_words, period_words
from orchestration.wording import KIND_VI, STATE_VI, Row, vietnamese


def page_name(unit_code: str | None) -> str:
    """File name of a page: the city's, or one unit's (``xa-phuong-13681.html``)."""
    return CITY_PAGE if unit_code is None else f"xa-phuong-{unit_code}.html"


class Linked(NamedTuple):
    """What a page leads to and tells: wards and kinds of units with pages, who owes reports, whether all are seen."""

    wards: Sequence[Row] = ()
    kinds: Sequence[str] = ()
    tells_owed: bool = True
    sees_all: bool = True


def city_page(query: Query, standing: str, content_hash: str) -> str:
    """The page of the city's committee, as HTML, with links to every ward and every kind of units."""
    linked = Linked(units_with_pages(query), kinds_with_figures(query))
    return _page(page_facts(query, None), linked, standing, content_hash)


def city_page_for(query: Query, kinds: Sequence[str], standing: str, content_hash: str) -> str:
    """The city's page for other readers: it leads to the pages of ``kinds`` and does not tell who owes reports."""
    linked = Linked(kinds=kinds, tells_owed=False, sees_all=False)
    return _page(page_facts(query, None), linked, standing, content_hash)


def unit_page(query: Query, unit_code: str, standing: str, content_hash: str) -> str:
    """The page of one unit's committee, as HTML.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    return _page(page_facts(query, unit_code), Linked(), standing, content_hash)


def page_of_place(query: Query, place: Place, standing: str, content_hash: str) -> str:
    """The page of one unit's committee, where its code alone does not say which unit it is.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    return _page(facts_of_unit(query, place), Linked(), standing, content_hash)


def pages(query: Query, standing: str, content_hash: str) -> Iterator[tuple[str, str]]:
    """File name and HTML of the city's page, of every ward's and commune's, and of every other kind of units."""
    yield page_name(None), city_page(query, standing, content_hash)
    for unit in units_with_pages(query):
        yield page_name(unit["unit_code"]), unit_page(query, unit["unit_code"], standing, content_hash)
    for kind in kinds_with_figures(query):
        yield kind_page_name(kind), kind_page(query, kind, standing, content_hash) or ""


def _page(facts: PageFacts, linked: Linked, standing: str, content_hash: str) -> str:
    rows = [in_words(row, facts.parts.get(row["indicator_code"], [])) for row in facts.indicators]
    themes: dict[str, list[Row]] = {}
    for row in rows:
        themes.setdefault(row["theme_title_vi"], []).append(row)
    place = facts.unit["name_vi"] if facts.unit else facts.city["city_name_vi"]
    return template("review.html.j2").render(
        **head_of(facts.city, place, standing, content_hash),
        unit=facts.unit, territory=facts.territory_vi, city_page=CITY_PAGE, sentences=headline(facts),
        charts=_charts(facts), first=rows[0], themes=list(themes.items()), models=[_model(m) for m in facts.models],
        tells_owed=linked.tells_owed, missing=[_missing(m) for m in facts.missing], wards=linked.wards,
        ward_pages={w["unit_code"]: page_name(w["unit_code"]) for w in linked.wards},
        kinds=[(KIND_VI[kind], kind_page_name(kind)) for kind in linked.kinds],
        kind_of=frozenset(linked.kinds), link_to_unit=link_to_unit, sees_all=linked.sees_all,
    )  # fmt: skip


def _charts(facts: PageFacts) -> list[tuple[str, Markup, str]]:
    year, target = facts.city["review_year"], facts.city["target_year"]
    drawn = (
        (f"Năm {year} thay đổi thế nào so với năm {year - 1}?", charts.change_chart(facts), ""),
        (f"Chỉ tiêu năm {target} đã thực hiện đến đâu?", charts.target_chart(facts),
         "Vạch đen: mức cần có đến nay theo tiến độ đã đăng ký."),
        (f"Các xã, phường so với nhau: khu dân cư có nhóm “Zalo an ninh”, năm {year}", charts.ward_chart(facts), ""),
        ("Ai báo cáo đúng hạn?", charts.timeliness_chart(facts, KIND_VI), ""),
    )  # fmt: skip
    # drawn by our own code from numbers and from names that Vega escapes
    return [(caption, Markup(svg), note) for caption, svg, note in drawn if svg]  # noqa: S704


def _model(row: Row) -> Row:
    levels = {"city": "toàn thành phố", "ward": "xã, phường", "commune": "xã, phường"}
    return row | {
        "launch_vi": vietnamese(row["launch_date"]),
        "sites_vi": vietnamese(row["sites"]),
        "replication_words": levels.get(row["replication_level"] or ""),
    }


def _missing(row: Row) -> Row:
    period = period_words(row["period_id"])
    return row | {
        "due_vi": vietnamese(row["due_on"]),
        "period_vi": period,
        "state_vi": STATE_VI.get(row["state"], row["state"]),
    }
