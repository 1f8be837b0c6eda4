"""Units that are no wards: from the city's figure to the unit, from the unit to what it sent, and nothing restricted."""

from __future__ import annotations

import re
from typing import Any

import pytest

from orchestration.review_page.kind_facts import kinds_with_figures, units_of_kind
from orchestration.review_page.kind_page import kind_page, kind_page_name
from orchestration.review_page.write_pages import city_page, city_page_for
from tests.integration.conftest import FirstRun
from tests.integration.written_document import query_of


@pytest.fixture(scope="module")
def query(first_run: FirstRun) -> Any:
    return query_of(first_run)


@pytest.fixture(scope="module")
def schools(query: Any) -> str:
    made = kind_page(query, "school", "DỰ THẢO", "ab" * 32)
    assert made is not None
    return made


def test_every_unit_that_has_figures_stands_on_the_page_of_its_kind(query: Any, schools: str) -> None:
    units = query(
        "select distinct t.unit_code from indicator_actual_vs_target as t join dim_reporting_unit as u"
        " on u.unit_code = t.unit_code and u.valid_from = t.unit_valid_from where u.unit_kind = 'school'", [],
    )  # fmt: skip
    assert set(re.findall(r'<section class="unit" id="([^"]+)"', schools)) == {u["unit_code"] for u in units}
    assert set(kinds_with_figures(query)) == {"agency", "mass_org", "enterprise", "school", "police", "city_sc138"}


def test_the_citys_figure_leads_to_the_unit_and_the_unit_to_its_cells_and_reports(query: Any, schools: str) -> None:
    city = city_page(query, "DỰ THẢO", "ab" * 32)
    linked = set(re.findall(r'href="nha-truong\.html#([^"]+)"', city))
    assert len(linked) > 80
    assert linked <= set(re.findall(r' id="([^"]+)"', schools))
    first = units_of_kind(query, "school")[0]
    (cell, *_) = first.cells["propaganda_sessions"]
    assert f"{cell['sheet']}!{cell['cell']}" in schools
    assert cell["source_name"] in schools
    assert cell["raw_text"] == str(
        int(next(r["base_value"] for r in first.indicators if "sessions" in r["indicator_code"]))
    )
    assert "Năm học 2023–2024" in schools
    assert "Báo cáo đến hạn: 3 trên 3 được chấp nhận" in schools
    assert "cả tệp" in schools  # whether it came in time is said by no cell
    assert "None" not in schools


def test_what_is_not_public_is_on_no_page_of_a_kind(query: Any, schools: str) -> None:
    """The edition read here is the warehouse's own: it holds cameras of single schools and cases of single police."""
    restricted = query("select name_vi from dim_indicator where sensitivity <> 'public'", [])
    police = kind_page(query, "police", "", "ab" * 32) or ""
    assert "Số vụ tai nạn giao thông" in police
    for row in restricted:
        assert row["name_vi"] not in schools
        assert row["name_vi"] not in police


def test_a_kinds_own_city_page_leads_to_its_units_only_and_says_whose_parts_it_shows(query: Any) -> None:
    page = city_page_for(query, ["school"], "DỰ THẢO", "ab" * 32)
    assert f'<a href="{kind_page_name("school")}">Nhà trường</a>' in page
    assert "doanh-nghiep.html" not in page
    assert "Phần của các đơn vị được xem" in page
    assert "Báo cáo còn thiếu" not in page
