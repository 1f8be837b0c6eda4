"""The review page: one file a reader, from the edition alone, with what that reader may see."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.integration.conftest import FirstRun

WARD = "13681"  # reports the whole of 2024
_VOID = {"meta", "br", "img", "input", "link", "hr"}


class _Balanced(HTMLParser):
    """Fails on a tag that is not closed where it must be; keeps ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids |= {str(said["id"])} if "id" in said else set()
        self.links += [str(said[name]) for name in ("href", "src") if name in said and tag != "image"]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def folder(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trang")
    done = first_run.city.kho138("page", "--into", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def city_page(folder: Path) -> str:
    return (folder / "tong-ket.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ward_page(folder: Path) -> str:
    return (folder / f"xa-phuong-{WARD}.html").read_text(encoding="utf-8")


def test_the_headline_is_the_articles(city_page: str) -> None:
    assert "phạm pháp hình sự xảy ra 84 vụ, giảm 12 vụ bằng 12,5% so với năm 2023" in city_page
    assert "Duy trì, củng cố 23 mô hình" in city_page
    assert "xây dựng mới 3 mô hình" in city_page
    assert "Có 194 nhóm “Zalo an ninh” với hơn 20 nghìn thành viên, tăng 47 nhóm" in city_page
    assert "không có băng nhóm tội phạm hoạt động công khai" in city_page


def test_it_says_that_it_is_a_draft_of_invented_data(city_page: str, ward_page: str) -> None:
    for page in (city_page, ward_page):
        assert "DỰ THẢO: số liệu chưa được phê duyệt" in page
        assert "SỐ LIỆU MINH HỌA, KHÔNG CÓ THẬT" in page


def test_it_stands_alone_and_its_links_lead_somewhere(folder: Path) -> None:
    read = {}
    for path in folder.glob("*.html"):
        page = _Balanced()
        page.feed(path.read_text(encoding="utf-8"))
        assert page.open == []
        read[path.name] = page
    assert len(read) > 20
    for page in read.values():
        for link in page.links:
            file, _, place = link.partition("#")
            assert "//" not in file, link  # nothing is asked of the network
            target = read[file] if file else page
            assert not place or place in target.ids, link
    scripts = [p.name for p in folder.glob("*.html") if "<script" in p.read_text(encoding="utf-8")]
    assert scripts == []


def test_figures_of_one_ward_that_are_not_public_stay_with_its_committee(
    first_run: FirstRun, city_page: str, ward_page: str
) -> None:
    restricted = {
        c for (c,) in first_run.city.query("select indicator_code from dim_indicator where sensitivity <> 'public'")
    }
    assert len(restricted) > 5
    rows = dict(re.findall(r'<tr id="(\w+)">(.*?)</tr>\s*(?=<tr id=|</tbody>)', city_page, re.DOTALL))
    shared = {code for code, row in rows.items() if "Phần của từng đơn vị" in row}
    assert "zalo_groups" in shared
    assert shared & restricted == set()
    assert "chỉ cung cấp cho Ban Chỉ đạo của đơn vị đó" in rows["tips_received"]
    own = dict(re.findall(r'<tr id="(\w+)">(.*?)</tr>\s*(?=<tr id=|</tbody>)', ward_page, re.DOTALL))
    assert "Các ô số liệu đã dùng" in own["tips_received"]


def test_a_ward_sees_the_cells_of_its_own_files_and_no_others(first_run: FirstRun, ward_page: str) -> None:
    shown = set(re.findall(r'<td class="file" lang="vi">([^<]+)</td>', ward_page))
    sql = "select distinct source_name from fct_lineage where report_year = 2024 and unit_code {} ?"
    own = {name for (name,) in first_run.city.query(sql.format("="), WARD)}
    others = {name for (name,) in first_run.city.query(sql.format("<>"), WARD)} - own
    assert shown
    assert shown <= own
    assert not shown & others


def test_years_of_two_territories_are_not_compared(folder: Path) -> None:
    # ward 13669 was merged on 01/09/2024: its 2024 is another territory than its 2023
    page = (folder / "xa-phuong-13669.html").read_text(encoding="utf-8")
    summary = page.partition('id="tom-tat"')[2].partition("</section>")[0]
    assert "nhóm “Zalo an ninh”" in summary
    assert "không so sánh được với năm 2023" in summary
    assert re.search(r"(tăng|giảm) [0-9]", summary) is None


def test_a_unit_without_figures_has_no_page(first_run: FirstRun, tmp_path: Path) -> None:
    done = first_run.city.kho138("page", "--unit", "99999", "--into", str(tmp_path))
    assert done.returncode == 1
    assert "99999" in done.stderr
    assert list(tmp_path.iterdir()) == []
