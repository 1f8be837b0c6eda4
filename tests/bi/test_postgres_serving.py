"""PostgreSQL as the serving database by one setting: the same rows, the same row security, a publish in the next request."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bi.bi_server import OTHER_WARD, WARD, BiServer, add_users, serving, turn_to, workspace_of
from tests.bi.ways_in import ask, datasets, query, rows, ways
from tests.reliability.postgres_server import postgres

pytestmark = pytest.mark.full


def test_the_same_from_postgresql(bi: BiServer, tmp_path: Path) -> None:
    home = workspace_of(bi.home, tmp_path / "home")
    passwords = add_users(home)
    with postgres() as address, serving(home, passwords, KHO138_BI_POSTGRES_URL=address) as server:
        with bi.signed_in("vanhanh") as one, server.signed_in("vanhanh") as other:
            ids = datasets_of(server)
            for name, dataset in datasets_of(bi).items():
                columns = query(_columns(name))
                assert _sorted(ask(one, dataset, columns)) == _sorted(ask(other, ids[name], columns)), name
        with server.signed_in("phuong") as ward:
            for way, asked in ways(ids["reports_due"], "unit_key", OTHER_WARD).items():
                status, found = asked(ward)
                assert status < 500, way
                keys = {k for r in found for v in r.values() if isinstance(v, str) and "|" in v for k in v.split(",")}
                assert keys <= {*WARD.split()}, way
            assert rows(ask(ward, ids["reports_due"], query(["unit_key"])))[1]
        turn_to(home, "another", "update marts.fct_received set receipts = 4711")
        with server.signed_in("thanhpho") as city:
            assert 4711 in {r["files"] for r in rows(ask(city, ids["received"], query(["files"])))[1]}


def datasets_of(server: BiServer) -> dict[str, int]:
    with server.signed_in("phantich") as client:
        return datasets(client)


def _columns(name: str) -> list[str]:
    import yaml

    from orchestration.bi.bi_workspace import ASSETS

    columns = yaml.safe_load((ASSETS / "datasets" / "kho138" / f"{name}.yaml").read_text(encoding="utf-8"))["columns"]
    return [c["column_name"] for c in columns if c["type"] in {"VARCHAR", "BIGINT", "BOOLEAN"}]


def _sorted(answer: object) -> list[str]:
    return sorted(str(row) for row in rows(answer)[1])  # type: ignore[arg-type]  # an answer of the client
