"""A ward's whole way: upload, run, slip, download, mend, upload again, run, accepted; through the page alone.

Runs in ``.ci/full``: two runs of a small city.
"""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from ingestion.workspace import Workspace
from tests.integration.conftest import City
from tests.integration.second_city import write_second_city
from tests.portal.conftest import serving, upload

pytestmark = pytest.mark.full
WARD, FORM, PERIOD = "99001", "F01", "2026"
MEMBERS = 500  # of Zalo groups, as the ward counts them


def test_from_upload_to_acceptance(tmp_path: Path) -> None:
    city, workspace = City(tmp_path), Workspace(tmp_path)
    write_second_city(city.home)
    drop = workspace.drop / "ward_commune" / WARD
    (own,) = [p for p in drop.iterdir() if FORM in p.name and PERIOD in p.name]
    report, cell = _with_words_for_a_number(own.read_bytes())
    own.unlink()  # this ward has a browser and nothing else
    with serving(workspace) as served, served.browser(WARD) as ward:
        page = upload(ward, report, own.name).text
        assert "TRẢ LẠI" in page
        assert "Tệp đã được nhận" in page
        city.run()
        slip = f"/phieu/{sha256(report).hexdigest()[:16]}"
        assert f'href="{slip}"' in ward.get("/").text
        workbook = openpyxl.load_workbook(io.BytesIO(ward.get(slip).content))
        assert cell in "".join(str(v) for row in workbook.worksheets[0].iter_rows(values_only=True) for v in row)
        assert "Bị trả lại" in ward.get("/").text
        mended = io.BytesIO()
        workbook["Báo cáo"][cell] = MEMBERS
        workbook.save(mended)
        page = upload(ward, mended.getvalue(), "đã sửa.xlsx").text
        assert "ĐÃ NHẬN" in page
        city.run()
        home = ward.get("/").text
        assert "Bị trả lại" not in home
    figures = city.query(
        "select value from fct_indicator_yearly where level = 'unit' and unit_code = ? and report_year = ? "
        "and indicator_code = 'zalo_members'", WARD, int(PERIOD),
    )  # fmt: skip
    assert figures == [(MEMBERS,)]


def _with_words_for_a_number(workbook: bytes) -> tuple[bytes, str]:
    book, saved = openpyxl.load_workbook(io.BytesIO(workbook)), io.BytesIO()
    (place,) = [c for row in book["Báo cáo"].iter_rows() for c in row if c.value == MEMBERS]
    place.value = "rất nhiều"
    book.save(saved)
    return saved.getvalue(), place.coordinate
