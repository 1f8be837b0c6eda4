"""The English version of the review page: the same figures, no Vietnamese but names, one link from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import duckdb
import pytest

from orchestration.review_page.both_languages import BothLanguages, both_languages
from orchestration.review_page.english import English, english_of, in_english
from orchestration.review_page.kind_page import kind_page, kind_page_name
from orchestration.review_page.write_pages import city_page, page_name, unit_page
from tests.integration.conftest import FirstRun

WARDS = ("13681", "13669", "13723")  # a whole year, one merged during it, a commune
_VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
_VOID = {"meta", "br", "img", "input", "link", "hr"}


class Texts(HTMLParser):
    """What stands in a page, and whether it says that it is Vietnamese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.english: list[str] = []
        self.kept: list[str] = []
        self.drawn: list[str] = []  # in charts, which are hidden from readers of the page
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            inherited = bool(self._open) and self._open[-1][1]
            self._open.append((tag, inherited or (tag != "html" and ("lang", "vi") in attrs)))
        self.english += [str(value) for name, value in attrs if name in ("aria-label", "data-label", "title", "alt")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if data.strip() and "style" not in tags:
            where = self.kept if self._open[-1][1] else self.drawn if "svg" in tags else self.english
            where.append(data.strip())


@pytest.fixture(scope="module")
def query(first_run: FirstRun) -> Iterator[Any]:
    with duckdb.connect(str(first_run.city.home / "published" / "kho138.duckdb"), read_only=True) as connection:
        connection.execute("use marts")

        def rows(sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield rows


@pytest.fixture(scope="module")
def both(query: Any) -> BothLanguages:
    standing = "DỰ THẢO: số liệu chưa được phê duyệt"
    made = {page_name(code): unit_page(query, code, standing, "ab" * 32) for code in WARDS}
    made |= {kind_page_name(kind): kind_page(query, kind, standing, "ab" * 32) or "" for kind in ("school", "police")}
    return both_languages(made | {page_name(None): city_page(query, standing, "ab" * 32)}, english_of(query))


def test_every_text_has_its_english(both: BothLanguages) -> None:
    assert both.untranslated == []


def test_only_names_and_what_senders_wrote_are_vietnamese(both: BothLanguages, query: Any) -> None:
    units = {row["name_vi"] for row in query("select distinct name_vi from dim_reporting_unit")}
    models = {row["model_name"] for row in query("select distinct model_name from movement_model")}
    city = query("select * from dim_city")[0]
    quoted = {str(v) for row in query("select distinct source_name, raw_text from fct_lineage") for v in row.values()}
    quoted |= {f"{r['sheet']}!{r['cell']}" for r in query("select distinct sheet, cell from fct_lineage")}
    names = units | models | {city["committee_name_vi"], city["city_name_vi"], "Tiếng Việt"}
    for name, html in both.pages.items():
        if not name.endswith(".en.html"):
            continue
        read = Texts(html)
        for text in (*read.english, *read.drawn):
            bare = text
            for known in sorted(names, key=len, reverse=True):
                bare = bare.replace(known, "")
            assert not _VIETNAMESE.search(bare), f"{name}: {text}"
        unknown = {t for t in read.kept if _VIETNAMESE.search(t)} - names - quoted
        assert unknown == set(), name


def test_it_says_the_same_figures_the_english_way(both: BothLanguages) -> None:
    page = both.pages["tong-ket.en.html"]
    assert '<html lang="en">' in page
    for said in (
        "In 2024 there were 84 criminal cases, down 12 cases (12.5%) on 2023; clearance rate 89.29%.",
        "194 Zalo security groups with more than 20 thousand members; up 47 groups (32%) on 2023.",
        "Of 20 targets of 2025: 6 on track, 3 behind, 11 not due yet.",
        "ILLUSTRATIVE DATA, NOT REAL: only the figures named in the article of 14 January 2025 have a source",
        "DRAFT: figures not yet approved",
        "15,531",
        "not comparable with 2023",
    ):
        assert said in page or said in both.pages["xa-phuong-13669.en.html"], said


def test_one_link_leads_to_the_other_language_and_the_english_pages_stay_english(both: BothLanguages) -> None:
    vietnamese, english = both.pages["tong-ket.html"], both.pages["tong-ket.en.html"]
    assert '<a href="tong-ket.en.html" hreflang="en" lang="en">English</a>' in vietnamese
    assert '<a href="tong-ket.html" hreflang="vi" lang="vi">Tiếng Việt</a>' in english
    assert 'href="xa-phuong-13681.en.html#zalo_groups-nguon"' in english
    assert 'id="zalo_groups-nguon"' in both.pages["xa-phuong-13681.en.html"]


def test_a_text_that_nobody_has_translated_is_told_and_stays_marked() -> None:
    english = English({}, ())
    made = in_english('<html lang="vi"><p>Một câu mới <b>Tóm tắt</b></p></html>', english, {})
    assert made.unknown == ["Một câu mới"]
    assert made.html == '<html lang="en"><p><span lang="vi">Một câu mới</span> <b>Summary</b></p></html>'


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("20.432", "20,432"), ("−2,38", "−2.38"), ("+4.901 (31,6%)", "+4,901 (31.6%)"), ("14/06/2025", "14 June 2025"),
        ("21/21", "21/21"), ("≥ 79,8", "≥ 79.8"), ("—", "—"), ("Quý IV năm 2024", "4th quarter of 2024"),
        ("194 đến 14/06/2025", "194 through 14 June 2025"), ("+0,76 điểm", "+0.76 points"), ("(điểm)", "(sites)"),
    ],
)  # fmt: skip
def test_figures_and_days(vietnamese: str, english: str) -> None:
    assert English({}, ()).say(vietnamese) == english
