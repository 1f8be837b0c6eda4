"""Writes the review page: facts of an edition, in the words of a review, into one file that stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from ingestion.identify import OFFICE_TIME
from orchestration.figures_against_targets import Place, Query
from orchestration.review_page import charts
from orchestration.review_page.headline import change_words, headline
from orchestration.review_page.page_facts import PageFacts, facts_of_unit, page_facts, units_with_pages
from orchestration.wording import (
    KIND_VI,
    PHASING_VI,
    STATE_VI,
    Row,
    attainment_text,
    has_target,
    is_hidden,
    not_shown,
    shown,
    target_text,
    vietnamese,
)
from quality.return_slip.verdict_words import period_name

CITY_PAGE = "tong-ket.html"
_TEMPLATES = Path(__file__).with_name("templates")


def page_name(unit_code: str | None) -> str:
    """File name of a page: the city's, or one unit's (``xa-phuong-13681.html``)."""
    return CITY_PAGE if unit_code is None else f"xa-phuong-{unit_code}.html"


def city_page(query: Query, standing: str, content_hash: str, *, alone: bool = False) -> str:
    """The page of the city's committee, as HTML; ``alone`` without what leads to single units: pages, reports owed."""
    facts = page_facts(query, None)
    return _page(facts, [] if alone else units_with_pages(query), standing, content_hash, tells_owed=not alone)


def unit_page(query: Query, unit_code: str, standing: str, content_hash: str) -> str:
    """The page of one unit's committee, as HTML.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    return _page(page_facts(query, unit_code), [], standing, content_hash)


def page_of_place(query: Query, place: Place, standing: str, content_hash: str) -> str:
    """The page of one unit's committee, where its code alone does not say which unit it is.

    Raises:
        UnknownUnitError: the edition has no figures of it.
    """
    return _page(facts_of_unit(query, place), [], standing, content_hash)


def pages(query: Query, standing: str, content_hash: str) -> Iterator[tuple[str, str]]:
    """File name and HTML of the city's page and of every ward's and commune's."""
    yield page_name(None), city_page(query, standing, content_hash)
    for unit in units_with_pages(query):
        yield page_name(unit["unit_code"]), unit_page(query, unit["unit_code"], standing, content_hash)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _page(facts: PageFacts, wards: list[Row], standing: str, content_hash: str, *, tells_owed: bool = True) -> str:
    city = facts.city | {"as_of_vi": vietnamese(facts.city["as_of"].astimezone(ZoneInfo(OFFICE_TIME)))}
    rows = [_shown(row, facts) for row in facts.indicators]
    themes: dict[str, list[Row]] = {}
    for row in rows:
        themes.setdefault(row["theme_title_vi"], []).append(row)
    return _environment().get_template("review.html.j2").render(
        title=f"Tổng kết năm {city['review_year']}, tiến độ chỉ tiêu năm {city['target_year']}",
        place=facts.unit["name_vi"] if facts.unit else city["city_name_vi"],
        style=Markup((_TEMPLATES / "review.css").read_text(encoding="utf-8")),  # noqa: S704 — our own file
        city=city, unit=facts.unit, territory=facts.territory_vi, standing=standing, content_hash=content_hash,
        city_page=CITY_PAGE,
        sentences=headline(facts), charts=_charts(facts), first=rows[0], themes=list(themes.items()),
        models=[_model(m) for m in facts.models], tells_owed=tells_owed, missing=[_missing(m) for m in facts.missing],
        wards=wards, ward_pages={w["unit_code"]: page_name(w["unit_code"]) for w in wards},
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


def _shown(row: Row, facts: PageFacts) -> Row:
    parts = facts.parts.get(row["indicator_code"], [])
    judged = has_target(row)
    return row | {
        "previous_vi": shown(row, "previous_value"),
        "base_vi": row["display_value_vi"] or not_shown(row.get("value_state")),
        "change_vi": _change(row),
        "target_vi": target_text(row),
        "state_vi": attainment_text(row) if judged else "",
        "to_date_vi": f"{vietnamese(row['to_date_value'])} đến {vietnamese(row['to_date_through'])}"
        if judged and row["to_date_value"] is not None else "",
        "coverage_words": _coverage(row),
        "target_words": _target_words(row) if judged else "",
        "parts": [
            p | {"contribution_vi": vietnamese(p["contribution"]), "period_vi": _period(p.get("period_id"))}
            for p in parts
        ],
    }  # fmt: skip


def _change(row: Row) -> str:
    if is_hidden(row, "change"):
        return not_shown("suppressed")
    if row["base_value"] is None:
        return "—"
    if not row["comparable"] or row["change"] is None:
        return "—" if row["previous_value"] is None else change_words(row)
    if not row["change"]:
        return "0"
    text = f"{'+' if row['change'] > 0 else '−'}{vietnamese(abs(row['change']))}"
    if row["unit_vi"] == "%":
        return f"{text} điểm"
    return f"{text} ({vietnamese(row['change_pct'], decimals=1)}%)" if row["change_pct"] is not None else text


def _coverage(row: Row) -> str:
    if is_hidden(row, "base_value"):
        return "Số nhỏ hoặc số có thể suy ra số nhỏ, được giữ kín để không nhận ra cá nhân."
    if row["base_value"] is None:
        return "Chưa tính được vì còn thiếu số liệu."
    said = (
        f"{vietnamese(row['units_reported'])} trên {vietnamese(row['units_expected'])} đơn vị phải báo cáo đã báo cáo."
    )
    if row["lower_bound"] is not None and row["lower_bound"] != row["upper_bound"]:
        most = (
            "chưa ước được mức cao nhất"
            if row["upper_bound"] is None
            else f"nhiều nhất {vietnamese(row['upper_bound'])}"
        )
        said += f" Khi đủ báo cáo, số này ít nhất {vietnamese(row['lower_bound'])}, {most}."
    if row["base_value"] is not None and row["previous_value"] is not None and not row["comparable"]:
        said += f" Năm {row['base_year']} {change_words(row)}."
    return said


def _target_words(row: Row) -> str:
    """The target, how it is spread over the year, and how far it is."""
    phasing = PHASING_VI.get(row["target_phasing"] or "year_end", row["target_phasing"])
    said = f"{target_text(row)}, phân kỳ: {phasing}."
    if is_hidden(row, "to_date_value"):
        return f"{said} Số đã thực hiện trong năm không công bố."
    if row["to_date_value"] is None:
        return f"{said} Chưa có số liệu trong năm để so."
    reached = f"Đến {vietnamese(row['to_date_through'])} đã thực hiện {vietnamese(row['to_date_value'])}"
    wanted = f", mức cần có là {vietnamese(row['expected_to_date'])}" if row["expected_to_date"] is not None else ""
    return f"{said} {reached}{wanted}: {attainment_text(row)}."


def _period(period_id: str | None) -> str:
    return period_name(period_id) if period_id else ""


def _model(row: Row) -> Row:
    levels = {"city": "toàn thành phố", "ward": "xã, phường", "commune": "xã, phường"}
    return row | {
        "launch_vi": vietnamese(row["launch_date"]),
        "sites_vi": vietnamese(row["sites"]),
        "replication_words": levels.get(row["replication_level"] or ""),
    }


def _missing(row: Row) -> Row:
    period = _period(row["period_id"])
    return row | {
        "due_vi": vietnamese(row["due_on"]),
        "period_vi": period,
        "state_vi": STATE_VI.get(row["state"], row["state"]),
    }
