"""The asset graph reads as documentation; schedule and sensors ask for the right runs."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import dagster as dg
import pytest

from ingestion.workspace import Workspace
from orchestration.outbox.notices import NoEditionError, write_notice
from orchestration.resources.city import ONE_WRITER
from quality.register.register import Register
from quality.register.reporting_calendar import deadlines
from tests.integration.conftest import FirstRun


@pytest.fixture(scope="module")
def definitions(first_run: FirstRun) -> Any:
    os.environ["KHO138_HOME"] = str(first_run.city.home)
    from orchestration import definitions as loaded

    return loaded


def test_every_asset_says_what_it_is(definitions: Any) -> None:
    graph = definitions.defs.resolve_asset_graph()
    keys = [k for k in graph.get_all_asset_keys() if not k.to_user_string().startswith("lake/register")]
    assert len(keys) >= 60
    silent = [k.to_user_string() for k in keys if not graph.get(k).description and "stg_" not in k.to_user_string()]
    assert [s for s in silent if not s.startswith(("form_field", "indicator", "rule"))] == []
    assert [k.to_user_string() for k in keys if not graph.get(k).group_name] == []
    assert [k.to_user_string() for k in keys if not graph.get(k).owners] == []


def test_each_kind_has_its_three_stages_partitioned_alike(definitions: Any) -> None:
    graph = definitions.defs.resolve_asset_graph()
    for kind in ("ward_commune", "agency", "mass_org", "enterprise", "school", "police", "city_sc138"):
        for stage in ("receipts", "cells", "verdicts"):
            node = graph.get(dg.AssetKey(f"{kind}_{stage}"))
            assert node.partitions_def == definitions.QUARTERS
            assert node.backfill_policy == dg.BackfillPolicy.single_run()
    assert definitions.QUARTERS.get_partition_keys()[0] == "2023-Q1"
    assert graph.get(dg.AssetKey("indicator_actual_vs_target")).partitions_def is None


def test_only_one_run_at_a_time_may_change_the_citys_files(definitions: Any) -> None:
    graph = definitions.defs.resolve_asset_graph()
    assert {k.to_user_string(): graph.get(k).pools for k in graph.materializable_asset_keys if graph.get(k).pools != {ONE_WRITER}} == {}  # fmt: skip


def test_sensors_and_schedules_can_be_switched_in_the_page(definitions: Any) -> None:
    repository = definitions.defs.get_repository_def()
    named = {
        "source_thu_muc_nhan", "source_portal", "warehouse_after_ingest", "failed_runs", "alert_delivery",
        "editions_after_publish",
    }  # fmt: skip
    assert {s.name for s in repository.sensor_defs} == named
    assert len(repository.schedule_defs) == 7
    assert {s.default_status.value for s in (*repository.sensor_defs, *repository.schedule_defs)} == {"RUNNING"}


def test_one_run_covers_a_range_and_carries_its_counts(first_run: FirstRun) -> None:
    home = first_run.city.home / "dagster"
    with dg.DagsterInstance.from_config(str(home)) as instance:
        runs = instance.get_runs(filters=dg.RunsFilter(job_name="ingest"))
        assert len(runs) == 1
        assert runs[0].tags["dagster/asset_partition_range_start"] == "2023-Q1"
        checks = [
            r.event_log_entry.asset_check_evaluation
            for r in instance.get_records_for_run(runs[0].run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
        ]  # fmt: skip
    balance = [c for c in checks if c.check_name == "received_equals_verdicts"]
    assert len(balance) == 7
    assert sum(c.metadata["received"].value for c in balance) > 2_000
    worst = next(c for c in checks if c.check_name == "nothing_to_mend" and c.asset_key.path == ["agency_verdicts"])
    assert not worst.passed
    assert "VAL-01" in worst.metadata["worst"].value


def test_deadlines_of_the_calendar_are_those_the_warehouse_judges_by(first_run: FirstRun) -> None:
    judged = first_run.city.query(
        "select distinct form_code, unit_kind, period_id, due_on from fct_submission_coverage"
    )
    said = deadlines(Register.read(first_run.city.home / "register"))
    # not all that is said is judged: after a reorganisation a kind of unit may have nobody left
    assert set(judged) <= set(said.select("form_code", "unit_kind", "period_id", "due_on").iter_rows())
    assert len(set(judged)) > 0.9 * said.height


def test_a_chase_list_names_who_is_late_and_nobody_else(first_run: FirstRun) -> None:
    day, owed = date(2025, 3, 24), [("ND09:2025-Q1", "F01"), ("ND09:2025-Q1", "F04")]
    late = first_run.city.query(
        "select distinct unit_code from fct_submission_coverage where period_id = 'ND09:2025-Q1' "
        "and form_code in ('F01', 'F04') and is_owed and not is_accepted"
    )
    workspace = Workspace(first_run.city.home)
    mailboxes = {code: f"{code}@office.invalid" for (code,) in late}
    notice = write_notice(workspace, "chase", day, owed, mailboxes)
    text = notice.path.read_text(encoding="utf-8-sig").splitlines()
    assert notice.path.name == "2025-03-24-don-doc.csv"
    assert text[0].startswith("Danh sách đôn đốc đơn vị đã quá hạn báo cáo (ngày 24/03/2025")
    rows = [line.split(";") for line in text[3:]]
    assert {row[1] for row in rows} == {code for (code,) in late}
    assert {row[8] for row in rows} == set(mailboxes.values())
    assert {row[6] for row in rows} == {"21/03/2025"}
    everybody = write_notice(workspace, "opening", day, owed, mailboxes)
    assert everybody.units > notice.units > 0
    with pytest.raises(NoEditionError):
        write_notice(Workspace(first_run.city.home / "nowhere"), "chase", day, owed, {})
