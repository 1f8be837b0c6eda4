"""The page as a unit uses it, in headless Chromium: sign in, drop the workbook, read the verdict, download, on a phone too.

Runs where chromium and chromium-driver are installed; ``.ci/full`` installs them and requires them.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import openpyxl
import pytest

from tests.portal.conftest import GOLDEN, SENDER, Served
from tests.portal.web_driver import Browser, browser, is_present

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not is_present() and "KHO138_CI" not in os.environ, reason="chromium-driver is not installed"),
]
_WIDER_THAN_THE_WINDOW = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
_UNNAMED = "return [...document.querySelectorAll('input:not([type=hidden])')].filter(i => !i.labels.length).length"
_FROM_ELSEWHERE = (
    "return performance.getEntriesByType('resource').filter(r => !r.name.startsWith(location.origin) "
    "&& !r.name.startsWith('data:')).length"
)


def downloaded(window: Browser) -> Path:
    for _ in range(100):
        done = [p for p in window.downloads.iterdir() if p.suffix == ".xlsx"]
        if done:
            return done[0]
        time.sleep(0.1)
    raise TimeoutError("nothing was downloaded")


def test_a_unit_with_a_browser_and_nothing_else(served: Served, tmp_path: Path) -> None:
    unit = SENDER["faulty"]
    with browser(tmp_path) as window:
        window.open(f"{served.url}/")
        assert "Đăng nhập" in window.text("h1")
        window.type("#token", served.token(unit)[1])
        window.click("main button")
        assert unit in window.text("header")
        began = time.monotonic()
        window.type("#file", str(GOLDEN / "faulty.xlsx"))
        window.click("button[value=send]")
        assert "TRẢ LẠI" in window.text(".verdict")
        assert time.monotonic() - began < 30  # seconds, on a machine that has other things to do
        assert "Tệp đã được nhận" in window.text("main")
        assert window.text(".lines li")
        for width in (1280, 390):
            window.size(width, 900)
            assert not window.run(_WIDER_THAN_THE_WINDOW), width
        assert window.run(_FROM_ELSEWHERE) == 0
        window.click("a.button")
        assert openpyxl.load_workbook(downloaded(window)).sheetnames
        window.open(f"{served.url}/")
        assert not window.run(_WIDER_THAN_THE_WINDOW)
        assert window.run(_UNNAMED) == 0
        window.click(".out button")
        assert "Đăng nhập" in window.text("h1")
