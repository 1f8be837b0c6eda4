"""The service in full: power cuts during both jobs, a backfill from the page, login and viewers behind nginx.

Runs in ``.ci/full``: it costs minutes and needs nginx and PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import httpx
import pytest

from ingestion.workspace import Workspace
from orchestration.instance_settings import name_the_driver
from quality.contracts.vocabulary import SUBMITTER_KINDS
from tests.integration.conftest import City
from tests.integration.second_city import write_second_city
from tests.reliability.postgres_server import postgres
from tests.reliability.proxy import proxy
from tests.reliability.service import Service, Status, runs, wait_for

pytestmark = pytest.mark.full

BACKFILL = """mutation ($p: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $p) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
DELETE = 'mutation { deletePipelineRun(runId: "x") { __typename } }'
PERMISSIONS = "{ permissions { permission value } }"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = City(tmp_path_factory.mktemp("undisturbed") / "home")
    write_second_city(city.home)
    city.run()
    return city


@pytest.fixture(params=["sqlite", "postgresql"])
def variables(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    if request.param == "sqlite":
        yield {}
        return
    with postgres() as address:
        yield {"KHO138_POSTGRES_URL": address}


def test_power_cuts_cost_time_and_nothing_else(
    undisturbed: City, variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "h"
    write_second_city(home)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    name_the_driver()
    service = Service(home, variables)
    service.start()
    interrupted = []
    with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
        storage = type(instance.run_storage).__name__
        assert ("Postgres" in storage) == bool(variables)
        # the source's sensor asks for an ingest run; the power goes while it works, then while marts are built
        for job in ("ingest", "warehouse"):
            wait_for(lambda job=job: runs(instance, job, Status.STARTED), f"a run of {job}")
            processes = service.cut_power()
            (cut,) = runs(instance, job, Status.STARTED)
            interrupted.append((job, storage, processes))
            service.start()
            wait_for(lambda run=cut: _status(instance, run) == Status.FAILURE, "the run left over")
            wait_for(lambda run=cut: _retry(instance, run), "its retry")
            assert "bị bỏ dở" in service.said()
            wait_for(lambda run=cut: _status(instance, _retry(instance, run)) == Status.SUCCESS, "the retry's success")
        assert City(home).content_hash() == undisturbed.content_hash()
        _backfill_from_the_page(service, instance)
        assert runs(instance, "warehouse", Status.STARTED, Status.QUEUED) == []
    assert service.stop() == 0
    sys.stdout.write(f"{interrupted}\n")


def _status(instance: dg.DagsterInstance, run: Any) -> dg.DagsterRunStatus | None:
    found = instance.get_run_by_id(run.run_id)
    return found.status if found else None


def _retry(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRun | None:
    found = instance.get_runs(dg.RunsFilter(tags={"dagster/parent_run_id": run.run_id}))
    return found[0] if found else None


def _backfill_from_the_page(service: Service, instance: dg.DagsterInstance) -> None:
    """Every quarter of every kind, from the asset graph: one ingest run, then one warehouse run."""
    before = {r.run_id for r in runs(instance, "warehouse")}
    verdicts = [{"path": [f"{kind}_verdicts"]} for kind in SUBMITTER_KINDS]
    quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]
    answer = service.ask(BACKFILL, {"p": {"assetSelection": verdicts, "partitionNames": quarters}})
    launched = answer["data"]["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched
    of_it = dg.RunsFilter(tags={"dagster/backfill": launched["backfillId"]})
    wait_for(lambda: any(r.is_success for r in instance.get_runs(of_it)), "the backfill")
    wait_for(lambda: {r.run_id for r in runs(instance, "warehouse", Status.SUCCESS)} - before, "the warehouse run")
    assert len(instance.get_runs(of_it)) == 1
    assert len(runs(instance, "warehouse")) == len(before) + 1


def test_a_login_for_everybody_and_a_page_that_only_shows(undisturbed: City, tmp_path: Path) -> None:
    home = tmp_path / "h"
    shutil.copytree(undisturbed.home, home)
    service = Service(home)
    service.start()
    try:
        with proxy(tmp_path / "nginx", service.port, service.viewers_port) as (address, client):
            viewer, maintainer = ("xem", "mat-khau-xem"), ("quan-tri", "mat-khau-qt")
            assert client.get(f"{address}/", follow_redirects=False).headers["location"].endswith("/xem/")
            for path, right, wrong in (("/xem/", viewer, maintainer), ("/dieu-hanh/", maintainer, viewer)):
                assert client.get(address + path).status_code == 401
                assert client.get(address + path, auth=wrong).status_code == 401
                page = client.get(address + path, auth=right)
                assert page.status_code == 200
                assert f'"pathPrefix": "{path.rstrip("/")}"' in page.text
            assert client.get(f"{address}/graphql", auth=maintainer).status_code == 404

            def ask(path: str, auth: tuple[str, str], query: str, **headers: str) -> httpx.Response:
                return client.post(f"{address}{path}graphql", json={"query": query}, auth=auth, headers=headers)

            allowed = {
                p["permission"]: p["value"] for p in ask("/xem/", viewer, PERMISSIONS).json()["data"]["permissions"]
            }
            assert allowed
            assert not any(allowed.values())
            allowed = {p["permission"]: p["value"] for p in ask("/dieu-hanh/", maintainer, PERMISSIONS).json()["data"]["permissions"]}  # fmt: skip
            assert allowed["launch_pipeline_execution"]
            refused = ask("/xem/", viewer, DELETE).json()
            assert refused["data"]["deletePipelineRun"]["__typename"] == "UnauthorizedError"
            assert (
                ask("/dieu-hanh/", maintainer, DELETE).json()["data"]["deletePipelineRun"]["__typename"]
                == "RunNotFoundError"
            )
            elsewhere = ask("/dieu-hanh/", maintainer, PERMISSIONS, Origin="https://somewhere.example")
            assert elsewhere.status_code == 403
    finally:
        assert service.stop() == 0


def test_a_second_service_for_the_same_city_is_refused(undisturbed: City, tmp_path: Path) -> None:
    from ingestion.writing_lock import writing

    with writing(Workspace(undisturbed.home).serving_lock, "another", 0):
        done = undisturbed.kho138("serve", "--port", "1")
    assert done.returncode == 1
    assert "held by another" in done.stderr


def test_without_the_setting_a_city_in_postgresql_does_not_start_empty(undisturbed: City, tmp_path: Path) -> None:
    home = tmp_path / "h"
    (home / "register").mkdir(parents=True)
    shutil.copytree(undisturbed.home / "register", home / "register", dirs_exist_ok=True)
    (home / "dagster").mkdir()
    (home / "dagster" / "dagster.yaml").write_text(
        "storage:\n  postgres:\n    postgres_url:\n      env: KHO138_POSTGRES_URL\n", encoding="utf-8"
    )
    environment = {k: v for k, v in os.environ.items() if k != "KHO138_POSTGRES_URL"} | {"KHO138_HOME": str(home)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("kho138")), "run"], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 2
    assert "KHO138_POSTGRES_URL" in done.stderr
