"""A city with other units, the year 2026, a form absent and 90 cases runs by changing data only."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.integration.conftest import City
from tests.integration.second_city import write_second_city


def test_another_city_and_year_by_data_only(tmp_path: Path) -> None:
    city = City(tmp_path)
    write_second_city(city.home)
    output = city.run().stdout
    assert "Thành phố Minh Hải: 2025 – 2026 – chỉ tiêu 2027" in output
    figures = {
        (code, year): value
        for code, year, value in city.query(
            "select indicator_code, report_year, value from fct_indicator_yearly where level = 'city'"
        )
    }
    assert figures["criminal_cases", 2026] == 90
    assert figures["criminal_cases", 2025] == 100
    assert figures["criminal_cases_change", 2026] == -10
    assert figures["criminal_cases_change_pct", 2026] == -10
    assert figures["zalo_groups", 2026] == 40
    # no schools, enterprises or mass organisations: nobody owes their forms, so the sum of the others is whole
    assert figures["propaganda_sessions", 2026] == 4 * 4 + 3 * 2
    assert figures["models_active", 2026] is None  # the register was owed and not sent: missing, never 0
    row = city.query(
        "select target_value, gap_to_target, base_meets_target, coverage_text from indicator_actual_vs_target "
        "where level = 'city' and indicator_code = 'criminal_cases'"
    )
    assert row == [(85.0, 5.0, False, "1/1")]
    assert city.query("select count(*) from fct_submission_coverage where form_code = 'F05'") == [(0,)]
    assert city.query("select received, accepted from fct_received") == [(41, 41)]


def test_a_source_that_does_not_answer_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    city = City(tmp_path)
    write_second_city(city.home)
    kinds = ["ward_commune", "agency", "police", "city_sc138"]
    office = {"owner": "standing_office", "backup": "maintainers", "kinds": kinds}
    silent = {
        "name": "nextcloud",
        "channel": "webdav",
        "url": "http://127.0.0.1:1",
        "user": "u",
        "password_env": "DAV_PW",
    }
    sources = [office | {"name": "thu-muc", "channel": "drop_folder", "settle_seconds": 0}, office | silent]
    (city.home / "register" / "sources.yml").write_text(yaml.safe_dump({"sources": sources}), encoding="utf-8")
    done = city.run()
    assert "nextcloud: environment variable DAV_PW is not set" in " ".join(done.stderr.split())
    assert city.query("select received, accepted from fct_received") == [(41, 41)]
