"""A publish shows in the next request, readers in a row see no error and no mixture."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from tests.bi.bi_server import BiServer
from tests.bi.ways_in import ask, datasets, query

pytestmark = pytest.mark.full
PUBLISHES, READERS = 20, 3


def test_twenty_publishes_under_constant_readers(bi: BiServer, tmp_path: Path) -> None:
    published = bi.home / "published" / "kho138.duckdb"
    original = shutil.copy(published, tmp_path / "original.duckdb")
    with bi.signed_in("phantich") as client:
        dataset = datasets(client)["received"]
    token = bi.token("thanhpho")
    seen: list[set[int]] = []
    wrong: list[str] = []
    stop = threading.Event()

    def read() -> None:
        import httpx

        with httpx.Client(base_url=bi.url, timeout=120, headers={"Authorization": f"Bearer {token}"}) as reader:
            while not stop.is_set():
                answer = ask(reader, dataset, query(["files", "state_order"]))
                if answer.status_code != 200:
                    wrong.append(answer.text[:300])
                    continue
                values = {r["state_order"]: r["files"] for r in answer.json()["result"][0]["data"]}
                seen.append({values[1] - values[3]})  # receipts and received are raised together by every edition

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    stale = []
    try:
        with bi.signed_in("thanhpho") as client:
            for number in range(1, PUBLISHES + 1):
                draft = shutil.copy(original, tmp_path / "draft.duckdb")
                with duckdb.connect(str(draft)) as edition:
                    edition.execute(
                        "update marts.fct_received set receipts = receipts + ?, received = received + ?", [number] * 2
                    )
                Path(draft).rename(published)  # a rename waits for no reader
                rows = ask(client, dataset, query(["files", "state_order"])).json()["result"][0]["data"]
                stale += (
                    [number] if {r["state_order"]: r["files"] for r in rows}[1] != _receipts(original) + number else []
                )
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        shutil.copy(original, tmp_path / "again.duckdb")
        (tmp_path / "again.duckdb").rename(published)
    assert wrong == []
    assert stale == []
    assert len(seen) > PUBLISHES
    assert len({frozenset(s) for s in seen}) == 1  # no answer mixes two editions
    assert len(list((bi.home / "bi" / "editions").iterdir())) <= 3


def _receipts(path: str | Path) -> int:
    with duckdb.connect(str(path), read_only=True) as edition:
        row = edition.execute("select receipts from marts.fct_received").fetchone()
        return int(row[0]) if row else 0
