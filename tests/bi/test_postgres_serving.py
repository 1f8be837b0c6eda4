"""PostgreSQL as the serving database by one setting: the same rows, the same row security, a publish in the next request."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import psycopg2
import pytest

from orchestration.bi.serve_postgres import bring_up_to_date
from tests.bi.bi_server import OTHER_WARD, WARD, BiServer, add_users, serving, turn_to_changed, workspace_of
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
        turn_to_changed(home, "update marts.fct_received set receipts = 4711")
        with server.signed_in("thanhpho") as city:
            assert 4711 in {r["files"] for r in rows(ask(city, ids["received"], query(["files"])))[1]}


def datasets_of(server: BiServer) -> dict[str, int]:
    with server.signed_in("phantich") as client:
        return datasets(client)


def _columns(name: str) -> list[str]:
    import yaml

    from orchestration.bi.bi_workspace import ASSETS

    columns = yaml.safe_load((ASSETS / "datasets" / "kho138" / f"{name}.yaml").read_text(encoding="utf-8"))["columns"]
    return [c["column_name"] for c in columns]


def _sorted(answer: object) -> list[str]:
    return sorted(str(row) for row in rows(answer)[1])  # type: ignore[arg-type]  # an answer of the client


_ODD = r"""
create schema marts;
create table marts.odd as select * from (values
    (1, 0.1 + 0.2, 12345.6789::decimal(18, 4), date '0001-01-01', timestamptz '2024-12-31 23:59:59.123456+07',
     timestamp '2025-02-28 00:00:00', true, 9223372036854775807, 'thường'),
    (2, 1e-300, -0.0001, date '9999-12-31', timestamptz '1970-01-01 00:00:00+00', timestamp '1999-12-31 23:59:59.999999',
     false, -1, '\N'),
    (3, 1.7976931348623157e308, 99999999999999.9999, date '2024-02-29', null, null, null, 0, ''),
    (4, -0.0, 0, null, null, null, null, null, null),
    (5, null, null, null, null, null, null, null, 'NULL'),
    (6, 79.8, 79.8, date '2025-07-01', null, null, null, 84, 'a,"b"' || chr(10) || 'c' || chr(9) || 'ặ ''d'' \\.' || chr(13)),
    (7, 12.5, 12.5, null, null, null, null, null, '\.'),
    (8, 12.5, 12.5, null, null, null, null, null, '  hai đầu  '),
    (9, 12.5, 12.5, null, null, null, null, null, '"'),
    (10, 1.0 / 3, 0.3333, null, null, null, null, null, '\\N')
) as odd(number, real, exact, day, moment, local, flag, big, words);
create table marts.empty as from marts.odd where false;
"""
_KINDS = {
    "number": "integer", "real": "double precision", "exact": "numeric", "day": "date",
    "moment": "timestamp with time zone", "local": "timestamp without time zone", "flag": "boolean", "big": "bigint",
    "words": "text",
}  # fmt: skip


def test_odd_values_are_the_same_in_postgresql(tmp_path: Path) -> None:
    """Decimals, dates at both ends, nothing, and texts that look like nothing: what went in comes out, in its type."""
    edition = tmp_path / "version" / "kho138.duckdb"
    edition.parent.mkdir()
    with duckdb.connect(str(edition)) as connection:
        connection.execute(_ODD)
        connection.execute("set timezone = 'UTC'")
        wanted = connection.execute("from marts.odd order by number").fetchall()
    with postgres() as address, closing(psycopg2.connect(address)) as reader, reader, reader.cursor() as cursor:
        assert bring_up_to_date(edition, address)
        assert not bring_up_to_date(edition, address)
        cursor.execute("set timezone = 'UTC'")
        cursor.execute("select * from marts.odd order by number")
        found = cursor.fetchall()
        assert found == wanted
        assert [[str(v) for v in row] for row in found] == [[str(v) for v in row] for row in wanted]  # 0.0 is not -0.0
        for table in ("odd", "empty"):
            cursor.execute(
                "select column_name, data_type from information_schema.columns where table_schema = 'marts'"
                " and table_name = %s order by ordinal_position", [table],
            )  # fmt: skip
            assert {n: k.replace("character varying", "text") for n, k in cursor.fetchall()} == _KINDS
