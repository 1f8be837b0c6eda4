"""A whole run of the pipeline beside readers: it ends with 0, no request fails, the new edition shows in the next one."""

from __future__ import annotations

import shutil
import threading

import httpx
import pytest

from ingestion.workspace import Workspace
from tests.bi.bi_server import BiServer, write_editions
from tests.bi.ways_in import ask, datasets, query, rows
from tests.incremental.late_workbook import send_late_workbook
from tests.integration.conftest import City, FirstRun

pytestmark = pytest.mark.full
READERS = 2


@pytest.fixture
def city(bi: BiServer, first_run: FirstRun) -> City:
    """The workspace of the server with the whole city in it; what the run publishes stays."""
    left = shutil.ignore_patterns("published", "register")
    shutil.copytree(first_run.city.home, bi.home, dirs_exist_ok=True, ignore=left)
    return City(bi.home)


def test_a_run_with_a_late_workbook_beside_readers(bi: BiServer, city: City) -> None:
    with bi.signed_in("phantich") as client:
        dataset = datasets(client)["received"]
    token = bi.token("thanhpho")
    question = query(["files"], filters=[{"col": "state_order", "op": "==", "val": 1}])
    seen: list[int] = []
    failed: list[str] = []
    ended = threading.Event()

    def receipts(reader: httpx.Client) -> int:
        answer = ask(reader, dataset, question)
        if answer.status_code != 200:
            failed.append(answer.text[:300])
            return -1
        return int(rows(answer)[1][0]["files"])

    def read() -> None:
        with httpx.Client(base_url=bi.url, timeout=120, headers={"Authorization": f"Bearer {token}"}) as reader:
            while not ended.is_set():
                seen.append(receipts(reader))

    before = city.query("select receipts from fct_received")[0][0]
    send_late_workbook(Workspace(city.home), "zalo_groups")
    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        done = city.kho138("run")
        write_editions(bi.home)  # by the service, after the run
        with bi.signed_in("thanhpho") as reader:
            after = receipts(reader)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert failed == []
    assert after == before + 1 == city.query("select receipts from fct_received")[0][0]
    assert {*seen} <= {before, after}
    assert len(seen) > 20
