"""What a reader sees and takes home, in headless Chromium: Vietnamese on every screen, nothing from outside, downloads."""

from __future__ import annotations

import csv
import os
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import openpyxl
import pytest

from tests.bi.bi_server import ROOT, BiServer
from tests.bi.reader_screens import DASHBOARDS, Reader
from tests.portal.web_driver import browser, is_present

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not is_present() and "KHO138_CI" not in os.environ, reason="chromium-driver is not installed"),
]
# Names, codes and words that are the same in Vietnamese; nothing else in Latin letters without accents may stand there.
_SAME = re.compile(
    r"kho138|Superset|[A-Z]{2,}\d*(-[A-Z0-9]+)*|MH-\d+|F\d\d|Camera an ninh|Zalo.*|tin|nhóm|[A-Z]+-\d+|.*\.(xlsx|csv|xls|ods|json)|"
    r"Trang|Giao thông|K|[A-Z]\d+|[A-Z_]+:\d{4}-\w+|Quy .*|Ban .*"
)
SHOTS = ROOT / ".kho138" / "bi-screenshots"


@pytest.fixture(scope="module")
def reader(bi: BiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with browser(tmp_path_factory.mktemp("downloads")) as window:
        window.size(1400, 1000)
        somebody = Reader(window, bi, "thanhpho")
        somebody.sign_in()
        yield somebody


def test_every_screen_is_vietnamese_and_asks_nothing_outside(reader: Reader) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for slug in DASHBOARDS:
        reader.dashboard(slug)
        reader.window.size(1400, 2600)
        time.sleep(2)
        reader.window.screenshot(SHOTS / f"{slug}.png", whole=False)
        reader.window.size(1400, 1000)
        reader.menu("[data-test=actions-trigger]")
        reader.note(f"{slug}: menu")
    reader.dashboard("thanh-pho")
    reader.menu(
        "[data-test=slice-header] .ant-dropdown-trigger, [aria-label='Lựa chọn khác'], [aria-label='More Options']", 1
    )
    reader.note("menu of a chart")
    reader.dashboard("xa-phuong")
    reader.unfold(0)
    reader.note("values of a filter")
    reader.window.screenshot(SHOTS / "values-of-a-filter.png", whole=False)
    for view in ("card", "table"):
        reader.open(f"/dashboard/list/?viewMode={view}")
        reader.wait("return document.body.innerText.includes('Mô hình phong trào')")
        reader.note(f"list: {view}")
        reader.window.screenshot(SHOTS / f"list-{view}.png", whole=False)
        for number in range(3):
            reader.unfold(number)
            reader.note(f"list: {view}, filter {number}")
    reader.settings()
    reader.note("settings")
    reader.window.screenshot(SHOTS / "settings.png", whole=False)
    assert {"Đăng xuất", "Giới thiệu"} <= reader.words["settings"]
    reader.open("/superset/dashboard/khong-co/")
    time.sleep(4)
    reader.note("no such page")
    assert reader.english(lambda words: bool(_SAME.fullmatch(words))) == {}
    # the pixel is built into Superset's pages; that the policy lets none of it out: the test below
    assert {address.split("/pixel/")[0] for address in reader.outside} <= {"https://apachesuperset.gateway.scarf.sh"}


def test_the_browser_asks_no_other_address_from_a_page_of_the_server(reader: Reader) -> None:
    asked: list[str] = []

    class Outside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # named by the library
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Outside) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        leak = f"new Image().src = '{address}/%s'; fetch('{address}/%s-fetch', {{mode: 'no-cors'}}).catch(() => 0)"
        reader.dashboard("mo-hinh")
        reader.window.run(leak % ("page", "page"))
        reader.window.open(address.replace("127.0.0.1", "localhost"))
        reader.window.run(leak % ("blank", "blank"))
        for _ in range(60):  # what was asked from the page before it would have come by then
            if "/blank" in asked:
                break
            time.sleep(0.5)
        server.shutdown()
    assert "/blank" in asked  # a page without the policy reaches it
    assert not [path for path in asked if path.startswith("/page")]


@pytest.mark.parametrize(("entry", "ending"), [("Tải về CSV", "csv"), ("Tải về Excel", "xlsx")])
def test_a_chart_is_downloaded(reader: Reader, entry: str, ending: str) -> None:
    reader.dashboard("thanh-pho")
    opener = "[data-test=slice-header] .ant-dropdown-trigger, [aria-label='Lựa chọn khác'], [aria-label='More Options']"
    last = reader.window.run(f'return document.querySelectorAll("{opener}").length') - 1
    reader.menu(opener, last)
    reader.choose(entry)
    path = _downloaded(reader, ending)
    if ending == "xlsx":
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        assert "Chỉ tiêu" in rows[0]
        assert any(isinstance(value, int | float) for value in rows[1])
    else:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
        assert any("Zalo" in value for row in rows for value in row)
    assert len(rows) > 30


def test_a_dashboard_is_downloaded_as_pdf(reader: Reader) -> None:
    reader.dashboard("thanh-pho")
    reader.menu("[data-test=actions-trigger]")
    reader.choose("Tải về PDF")
    path = _downloaded(reader, "pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 20_000


def _downloaded(reader: Reader, ending: str) -> Path:
    for _ in range(240):
        done = sorted(reader.window.downloads.glob(f"*.{ending}"))
        if done:
            time.sleep(0.5)
            return done[-1]
        time.sleep(0.5)
    raise TimeoutError(ending)
