"""The year is frozen, a correction comes, the edition is made again to the same hash, and the revision says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

from ingestion.landing.landing import Landing
from ingestion.workspace import Workspace
from tests.incremental.late_workbook import send_late_workbook
from tests.integration.conftest import City
from tests.integration.traces import traces

EDITION = "tong-ket-2024"


def test_a_frozen_year_stays_and_its_revision_names_the_cause(copy_of_city: Callable[[], City]) -> None:
    city = copy_of_city()
    frozen = city.kho138("freeze", "2024", "--edition", EDITION, "--as-of", "2025-01-14", "--json")
    assert frozen.returncode == 0, frozen.stderr
    manifest = json.loads(frozen.stdout)
    assert city.kho138("freeze", "2024", "--edition", EDITION).returncode == 2  # never written twice
    before = city.kho138("show", "--as-of", "2025-01-14", "--json").stdout

    # what was received before lies out of reach: a late workbook needs no file of history again
    objects = city.home / "landing" / "objects"
    objects.rename(objects.with_name("history"))
    sent = send_late_workbook(Workspace(city.home), "zalo_groups").name
    # a lawful correction of a figure of the article blocks nothing: what was known on its day still gives the figure
    assert "nay khác: zalo_groups năm 2024 từ 194 thành 195" in city.run().stdout.replace("\n", " ")
    assert city.query("select published_value, current_value, corrections_since, cause_vi from fct_published_figure "
                      "where not agrees") == [
        (194.0, 195.0, 1, "Từ sau ngày công bố đã nhận 1 bản đính chính và 0 báo cáo nộp muộn; "
            "0 số được sửa theo sổ đính chính.")]  # fmt: skip
    revised = city.query("select current_value - published_value, difference, cause, units_concerned from fct_revision "
                         "where level = 'city' and indicator_code = 'zalo_groups'")  # fmt: skip
    assert revised == [(1.0, 1.0, "correction", 1)]
    causes = city.query("select unit_code, current_revision_no, published_contribution + 1 = current_contribution, "
                        "form_code, period_id from fct_revision_cause where indicator_code = 'zalo_groups'")  # fmt: skip
    assert causes == [("13684", 2, True, "F01", "ND09:2024-Y")]
    assert city.query("select count(*) from fct_revision where level = 'unit' and indicator_code = 'zalo_groups'") == [
        (1,)
    ]
    assert sent in {
        r[0] for r in city.query("select source_name from fct_lineage where indicator_code = 'zalo_groups'")
    }
    assert city.kho138("show", "--as-of", "2025-01-14", "--json").stdout == before

    shutil.copytree(objects.with_name("history"), objects, dirs_exist_ok=True)
    verified = city.kho138("verify", EDITION, "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert json.loads(verified.stdout)["recreated_hash"] == manifest["content_hash"]
    shutil.rmtree(objects.with_name("history"))
    _erase_and_look_everywhere(city, manifest)


def _erase_and_look_everywhere(city: City, manifest: dict[str, Any]) -> None:
    """Two reports lay in landing, lake, slips, marts and the frozen edition: not a word of them is left."""
    plan = json.loads((city.home / "planted_faults.json").read_text(encoding="utf-8"))["faults"]
    gone = {f["submission_id"]: f["path"].rsplit("/", 1)[1] for f in plan if f["fault_class"] == "other_name"}
    words = ["Công ty TNHH Tên Khác", *gone.values()]
    before = {place.split("/")[0] for place in traces(city.home, words, received=False)}
    assert before >= {"landing", "lake", "warehouse", "published", "editions", "slips"}
    received, accepted, returned = city.query("select received, accepted, returned from fct_received")[0]
    figures = "select indicator_code, report_year, level, unit_code, value from fct_indicator_yearly order by all"
    published = city.query(figures)
    for submission in gone:
        done = city.kho138("erase", submission, "--reason", "Có nội dung không được lưu giữ", "--by", "standing_office")
        assert done.returncode == 0, done.stderr
        assert EDITION in done.stdout
    assert traces(city.home, words, received=False) == []  # at once, before anything runs again
    objects = [p for p in (city.home / "landing" / "objects").rglob("*") if p.name in gone]
    assert objects == []
    assert city.query(figures) == published
    verified = city.kho138("verify", EDITION, "--json")
    told = json.loads(verified.stdout)
    assert (verified.returncode, told["missing_inputs"], told["changed_files"]) == (0, [], [])
    assert set(told["erased_inputs"]) == set(gone)
    assert (told["content_hash"], told["recreated_hash"]) == (manifest["content_hash"], None)

    city.run()
    assert traces(city.home, words, received=False) == []
    now = (received, accepted - len(gone), returned + len(gone))
    assert city.query("select received, accepted, returned from fct_received") == [now]
    erased = "select submission_id from fct_quality_issue where rule_id = 'ERASE-01'"
    assert {s for (s,) in city.query(erased)} == set(gone)
    assert set(Landing(city.home / "landing").tombstones()["submission_id"]) == set(gone)


def test_an_edition_is_a_draft_until_a_role_accepts_it_and_tampering_is_seen(copy_of_city: Callable[[], City]) -> None:
    city = copy_of_city()
    page = next((city.home / "gate").rglob("index.html"))
    returned = city.home / "published" / "tra-lai.csv"
    for text in (city.kho138("show").stdout, page.read_text(), returned.read_text("utf-8-sig")):
        assert "DỰ THẢO" in text
    reason = ("--reason", "Đã thông qua tại hội nghị tổng kết", "--at", "2025-07-20T09:00:00")
    assert city.kho138("sign-off", "--role", "standing_office", *reason).returncode == 2  # may not accept an edition
    assert city.kho138("sign-off", "--role", "chair", *reason).returncode == 0
    for text in (city.kho138("show").stdout, page.read_text(), returned.read_text("utf-8-sig")):
        assert "DỰ THẢO" not in text
        assert "Đã phê duyệt: Trưởng Ban Chỉ đạo 138, ngày 20/07/2025" in text

    log = city.home / "approvals.jsonl"
    log.write_text(log.read_text() + log.read_text())
    assert "nhật ký phê duyệt đã bị sửa đổi" in city.kho138("show").stdout
