"""The attacker at the interface: by no way in is a figure shown that the reader's own edition hides, and none follows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.bi.bi_server import ENDED_WARD, OTHER_WARD, WARD, BiServer, edition, module
from tests.bi.figures_shown import FIGURES, beyond, edition_of, shown_of, sql_of, ways_to_figures
from tests.bi.ways_in import Rows, ask, datasets, query, rows
from tests.integration.attacker import Attacker

pytestmark = pytest.mark.full

READERS = {
    "thanhpho": "city",
    "phuong": "ward-13681",
    "phuongkhac": "ward-13669-2024-09-01",
    "vanhanh": "city",
    "phantich": "city",
}
_TEXTS = ("value_seen", "message_vi", "explanation")


@pytest.fixture(scope="module")
def ids(bi: BiServer) -> dict[str, int]:
    with bi.signed_in("phantich") as client:
        return datasets(client)


def own_edition(bi: BiServer, user: str) -> Path:
    return bi.home / "published" / "audiences" / READERS[user] / "current" / "kho138.duckdb"


@pytest.mark.parametrize("user", READERS)
def test_no_way_in_shows_a_figure_the_readers_edition_hides(bi: BiServer, ids: dict[str, int], user: str) -> None:
    with bi.signed_in(user) as reader:
        for name in FIGURES:
            for way, asked in ways_to_figures(ids[name], name).items():
                status, found = asked(reader)
                assert status == 200, way
                more = beyond(found, name, own_edition(bi, user))
                sys.stdout.write(
                    f"\n{user:10} {name:16} {way:22} figures {shown_of(found, name):6}  beyond {len(more)}"
                )
                assert more == [], way
                assert way == "only small figures" or shown_of(found, name) > 50


@pytest.mark.parametrize("user", ["thanhpho", "phuong", "vanhanh"])
def test_of_texts_and_counts_too_nothing_but_what_the_edition_tells(
    bi: BiServer, ids: dict[str, int], user: str
) -> None:
    with duckdb.connect(str(own_edition(bi, user)), read_only=True) as connection:
        told = {
            text: {v for (v,) in connection.execute(f"select {text} from marts.fct_quality_issue").fetchall()}  # noqa: S608 — our names
            for text in _TEXTS
        }
        counts = {*connection.execute("from marts.fct_received").fetchall()[0], 0}
    with bi.signed_in(user) as reader:
        issues = rows(ask(reader, ids["quality_issues"], query([*_TEXTS, "rule_id"])))[1]
        received = rows(ask(reader, ids["received"], query(["files"])))[1]
    assert issues
    for text in _TEXTS:
        shown = {issue[text] for issue in issues if not str(issue[text]).startswith("Nội dung không hiển thị")}
        assert shown - told[text] - {None} == set()
    assert {row["files"] for row in received} <= counts


@pytest.mark.parametrize("user", ["thanhpho", "phuong"])
def test_linear_programs_over_what_the_interface_gave_recover_nothing(
    bi: BiServer, ids: dict[str, int], user: str, tmp_path: Path
) -> None:
    with bi.signed_in(user) as reader:
        given = {name: rows(ask(reader, ids[name], query(_columns(name))))[1] for name in FIGURES}
    whole = bi.home / "published" / "kho138.duckdb"
    kept = {found[:3] for found in Attacker((whole, own_edition(bi, user))).hidden()}
    recovered = [
        found
        for found in Attacker((whole, edition_of(given, whole, tmp_path / "given.duckdb"))).recovered()
        if found[:3] in kept
    ]
    sys.stdout.write(f"\n{user}: {len(kept)} figures hidden, {len(recovered)} recovered to within one\n")
    assert len(kept) > 2000
    assert recovered == []


def _columns(name: str) -> list[str]:
    _, _, keys, values = FIGURES[name]
    return [*keys, *values, *(["comparator_vi"] if name == "actual_vs_target" else [])]


def test_figures_straight_from_what_is_published_are_seen_as_beyond(bi: BiServer, tmp_path: Path) -> None:
    """The same comparison and the same attack on a file that suppresses nothing: each finds what was given away."""
    whole, weak = bi.home / "published" / "kho138.duckdb", tmp_path / "weak.duckdb"
    with duckdb.connect(str(weak)) as connection:
        connection.execute(f"attach '{whole}' as whole (read_only)")
        connection.execute(f"attach '{edition(bi.home)}' as shown (read_only)")
        connection.execute("create schema marts")
        for (mart,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'shown'"
        ).fetchall():
            connection.execute(f"create table marts.{mart} as from shown.marts.{mart} where false")  # with its states
            connection.execute(
                f"insert into marts.{mart} by name select 'city' as audience, * from whole.marts.{mart}"  # noqa: S608 — our names
            )
        given: dict[str, Rows] = {name: _rows(connection, name) for name in FIGURES}
    for name, found in given.items():
        assert len(beyond(found, name, own_edition(bi, "thanhpho"))) > 20
    for row in given["figure_by_year"]:
        row["lower_bound"] = row["upper_bound"] = (
            None  # here they are no figures; in an edition they are or are not there
        )
    kept = {found[:3] for found in Attacker((whole, own_edition(bi, "thanhpho"))).hidden()}
    found = Attacker((whole, edition_of(given, whole, tmp_path / "given.duckdb"))).hidden()
    assert len(kept - {f[:3] for f in found if f.width > 2}) > 20  # there to be read, or worked out


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    listed = ", ".join(_columns(name))
    cursor = connection.execute(f"select {listed} from ({sql_of(name)})")  # noqa: S608 — our own files
    titles = [column[0] for column in cursor.description or []]
    return [dict(zip(titles, row, strict=True)) for row in cursor.fetchall()]


def test_a_unit_no_edition_is_made_for_sees_no_row_and_who_adds_it_is_told(
    bi: BiServer, ids: dict[str, int], tmp_path: Path
) -> None:
    with bi.signed_in("phuongcu") as nobody:
        for name, dataset in ids.items():
            key = "state_order" if name == "received" else "unit_key"
            assert rows(ask(nobody, dataset, query([key, "audience"]))) == (200, []), name
    (tmp_path / "published").symlink_to(bi.home / "published")
    command = ("orchestration.bi.accounts", "ai", "unit_committee", "Một phường")
    for keys, told in ((ENDED_WARD, True), (f"{WARD} {OTHER_WARD}", True), (WARD, False)):
        done = module(tmp_path, *command, keys)
        assert (done.returncode, bool(done.stdout.strip())) == (0, True)  # the password, on a line of its own
        assert ("ai: no edition is made for " in done.stderr) is told
