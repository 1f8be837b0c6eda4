"""A new version shows in the next request, readers in a row see no error and no mixture."""

from __future__ import annotations

import threading

import httpx
import pytest

from tests.bi.bi_server import BiServer, afterwards_as_before, turn_to_changed
from tests.bi.ways_in import ask, datasets, query

pytestmark = pytest.mark.full
PUBLISHES, READERS = 20, 3
# raised together by every version: receipts - received is the same in all of them, receipts in none
_RAISED = "update marts.fct_received set receipts = receipts + 1, received = received + 1"


def test_twenty_publishes_under_constant_readers(bi: BiServer) -> None:
    with bi.signed_in("phantich") as client:
        dataset = datasets(client)["received"]
    token = bi.token("thanhpho")
    seen: list[tuple[int, int]] = []
    wrong: list[str] = []
    stop = threading.Event()

    def read() -> None:
        with httpx.Client(base_url=bi.url, timeout=120, headers={"Authorization": f"Bearer {token}"}) as reader:
            while not stop.is_set():
                answer = ask(reader, dataset, query(["files", "state_order"]))
                if answer.status_code != 200:
                    wrong.append(answer.text[:300])
                    continue
                seen.append(_of(answer))

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    stale = []
    with afterwards_as_before(bi.home), bi.signed_in("thanhpho") as client:
        first = _of(ask(client, dataset, query(["files", "state_order"])))
        for thread in threads:
            thread.start()
        try:
            for number in range(1, PUBLISHES + 1):
                turn_to_changed(bi.home, _RAISED)
                found = _of(ask(client, dataset, query(["files", "state_order"])))
                stale += [number] if found[0] != first[0] + number else []
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert wrong == []
    assert stale == []
    assert len(seen) > PUBLISHES
    assert {receipts - received for receipts, received in seen} == {first[0] - first[1]}  # no answer mixes two versions
    assert len({receipts for receipts, _ in seen}) > PUBLISHES / 2


def _of(answer: httpx.Response) -> tuple[int, int]:
    """Receipts and received."""
    files = {r["state_order"]: r["files"] for r in answer.json()["result"][0]["data"]}
    return files[1], files[3]
