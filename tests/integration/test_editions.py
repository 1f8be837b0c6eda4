"""Editions for readers: what is in each folder, what is not, and that nobody works out what is hidden."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from docx import Document

from ingestion.workspace import Workspace
from orchestration.editions.access import Access, access_matrix
from orchestration.editions.audience import Audience, audiences_of
from orchestration.editions.database import UnknownMartError, decide_for, published_marts, write_database
from orchestration.editions.document import edition_query
from orchestration.editions.erased import rewrite_after_erasure
from orchestration.editions.place import current, versions
from orchestration.editions.write_editions import read_manifest, write_editions
from orchestration.figures_against_targets import Place
from orchestration.review_page.page_facts import facts_of_unit, page_facts
from quality.disclosure.filter_sql import UndeclaredColumnsError
from tests.integration.attacker import UNHIDDEN, Attacker
from tests.integration.conftest import City, FirstRun

WARD, HEIR = "ward-13681", "ward-13669"  # one of 2024, and one that succeeded several of them
OWN = {"13681", "13633", "13645"}  # a ward and the two it swallowed
WRITTEN = ("public", WARD)


@pytest.fixture(scope="module")
def desk(first_run: FirstRun, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The city's published edition and register, in a workspace of its own."""
    city, desk = Workspace(first_run.city.home), Workspace(tmp_path_factory.mktemp("desk"))
    desk.published.mkdir()
    for name in ("kho138.duckdb", "manifest.json"):
        shutil.copyfile(city.published / name, desk.published / name)
    desk.register.symlink_to(city.register, target_is_directory=True)
    return desk


@pytest.fixture(scope="module")
def folders(desk: Workspace) -> dict[str, Path]:
    write_editions(desk, lambda audience: audience.name in WRITTEN)
    return {name: current(desk.audiences / name) or Path() for name in WRITTEN}


@pytest.fixture(scope="module")
def databases(desk: Workspace, folders: dict[str, Path]) -> dict[str, Path]:
    """Databases by audience; those of which only the tables are asked for are made without the rest."""
    found = {name: folder / "kho138.duckdb" for name, folder in folders.items()}
    with published_marts(desk.published / "kho138.duckdb") as connection:
        decision = decide_for(connection, desk.disclosed)
        for audience in audiences_of(decision.readers):
            if audience.name in {"city", "school", HEIR}:
                found[audience.name] = desk.home / f"{audience.name}.duckdb"
                write_database(connection, audience, decision, found[audience.name])
    return found


def rows(file: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("use marts")
        return connection.execute(sql, list(parameters)).fetchall()


# the city's and an heir's are asked in full only: each asks thousands of programs
@pytest.mark.parametrize(
    "audience", ["public", WARD, *(pytest.param(a, marks=pytest.mark.full) for a in ("city", HEIR))]
)
def test_linear_programs_over_all_that_is_shown_recover_nothing(
    desk: Workspace, databases: dict[str, Path], audience: str
) -> None:
    attacker = Attacker((desk.published / "kho138.duckdb", databases[audience]))
    assert len(attacker.hidden()) > 2000
    assert attacker.recovered() == []


@pytest.mark.parametrize(
    "what", ["a territory", *(pytest.param(w, marks=pytest.mark.full) for w in list(UNHIDDEN)[1:])]
)
def test_the_attack_finds_what_a_weaker_suppression_gives_away(
    desk: Workspace, databases: dict[str, Path], tmp_path: Path, what: str
) -> None:
    whole, weak = desk.published / "kho138.duckdb", tmp_path / "weak.duckdb"
    shutil.copyfile(databases["public"], weak)
    with duckdb.connect(str(weak)) as connection:
        connection.execute(f"attach '{whole}' as whole (read_only)")
        connection.execute(UNHIDDEN[what])
    assert any(found.width == 0 for found in Attacker((whole, weak)).recovered())


def test_a_folder_holds_the_same_in_every_form(folders: dict[str, Path]) -> None:
    for name, folder in folders.items():
        manifest = read_manifest(folder)
        assert manifest["audience"] == name
        there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
        assert set(manifest["files"]) == there
        for path, digest in manifest["files"].items():
            assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
        assert {
            "kho138.duckdb",
            "so-lieu.xlsx",
            "bao-cao.docx",
            "trang/tong-ket.html",
            "trang/tong-ket.en.html",
            "parquet/fct_indicator_yearly.parquet",
        } <= there
        in_database = rows(folder / "kho138.duckdb", "select * from fct_indicator_yearly order by all")
        in_parquet = duckdb.sql(f"from '{folder}/parquet/fct_indicator_yearly.parquet' order by all").fetchall()
        assert in_parquet == in_database
        assert (folder / "kho138.duckdb").stat().st_size < 3_000_000
    assert (folders[WARD] / "trang" / "xa-phuong-13681.html").exists()


def test_each_audience_has_a_report_of_its_own(desk: Workspace, folders: dict[str, Path]) -> None:
    """A ward's speaks of the ward in its committee's name; others read the city's, and are told that it is for them."""
    heads = {}
    for name, folder in folders.items():
        document = Document(str(folder / "bao-cao.docx"))
        heads[name] = [p.text for p in document.tables[0].rows[0].cells[0].paragraphs if p.text]
        said = "\n".join(p.text for p in document.paragraphs)
        assert ("(Bản dành cho công chúng)" in said) == (name == "public")
        assert (
            document.core_properties.identifier.split("/")[0]
            == f"kho138:{'city' if name == 'public' else '13681'}@{name}"
        )
    assert heads[WARD][:2] == ["BAN CHỈ ĐẠO 138", "PHƯỜNG QUANG TRUNG"]
    assert heads["public"][:2] == ["BAN CHỈ ĐẠO 138", "THÀNH PHỐ NAM ĐỊNH"]
    checked = City(desk.home).kho138("document", "--check", str(folders[WARD] / "bao-cao.docx"), "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    told = json.loads(checked.stdout)
    assert (told["audience"], told["edition"]) == (WARD, read_manifest(folders[WARD])["content_hash"])


def test_a_unit_that_began_later_reads_what_its_territory_had_and_not_what_its_code_had(
    databases: dict[str, Path],
) -> None:
    """13669 is Nam Định today and was Cửa Bắc in the review year."""
    with edition_query(databases[HEIR]) as query:
        heir, by_code = facts_of_unit(query, Place("13669", date(2025, 7, 1))), page_facts(query, "13669")
        assert heir.unit is not None
        assert by_code.unit is not None
        assert (heir.unit["name_vi"], by_code.unit["name_vi"]) == ("Phường Nam Định", "Phường Cửa Bắc")
        groups = {r["indicator_code"]: r["base_value"] for r in heir.indicators}
        of_all = query(
            "select value from fct_indicator_on_structure where unit_code = '13669' and indicator_code = 'zalo_groups'"
            " and unit_valid_from = structure_from and report_year = 2024 and is_chosen_date_basis", [],
        )  # fmt: skip
        assert [{"value": groups["zalo_groups"]}] == of_all
        assert groups["zalo_groups"] > {r["indicator_code"]: r["base_value"] for r in by_code.indicators}["zalo_groups"]
        assert len({part["source_name"] for part in heir.parts["zalo_groups"]}) > 1
        assert heir.territory_vi is not None
        assert by_code.territory_vi is None


def test_hidden_missing_not_applicable_and_zero_are_told_apart(databases: dict[str, Path]) -> None:
    said = rows(databases["public"], "select value_state, value is null, min(value), max(value) from fct_indicator_yearly"
                " where value_state <> 'value' group by all")  # fmt: skip
    by_state = {state: (empty, least, most) for state, empty, least, most in said}
    assert {"suppressed", "missing", "zero", "not_due"} <= set(by_state)
    assert by_state.pop("zero") == (False, 0.0, 0.0)
    assert set(by_state.values()) == {(True, None, None)}
    territory = rows(databases["public"], "select distinct value_state from fct_indicator_by_perimeter")
    assert ("not_applicable",) in territory
    assert rows(databases["public"], "select count(*) from fct_indicator_yearly where value between 1 and 4"
                " and indicator_code = 'at_risk_youth_managed'") == [(0,)]  # fmt: skip


def test_the_eye_sees_which_is_which(folders: dict[str, Path]) -> None:
    sheets = openpyxl.load_workbook(folders["public"] / "so-lieu.xlsx", read_only=True)
    words = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"không công bố", "chưa có số liệu", "0"} <= words
    page = (folders["public"] / "trang" / "tong-ket.html").read_text(encoding="utf-8")
    assert "Báo cáo còn thiếu" not in page  # the public is not told who owes reports, nor that nobody does
    assert "phạm pháp hình sự xảy ra 84 vụ, giảm 12 vụ bằng 12,5% so với năm 2023" in page


def test_a_ward_has_its_own_figures_whole_and_of_others_none_that_are_not_public(databases: dict[str, Path]) -> None:
    restricted = "select distinct unit_code from fct_indicator_yearly where unit_code is not null and value <> 0"
    restricted += " and indicator_code in ('tips_received', 'tips_useful', 'weapons_handed_in', 'security_cameras')"
    assert {code for (code,) in rows(databases[WARD], restricted)} == OWN
    assert rows(databases["public"], restricted) == []
    small = "select count(*) from fct_indicator_yearly where unit_code = '13681' and value_state = 'suppressed'"
    assert rows(databases[WARD], small) == [(0,)]
    for mart, unit in (("fct_lineage", "unit_code"), ("fct_quality_issue", "sender_code")):
        assert {code for (code,) in rows(databases[WARD], f"select distinct {unit} from {mart}")} <= OWN  # noqa: S608 — our names
        assert rows(databases["public"], f"select count(*) from {mart}") == [(0,)]  # noqa: S608 — our names


def test_a_code_that_was_used_again_gives_nobody_anothers_figures(desk: Workspace, databases: dict[str, Path]) -> None:
    """13669 was Trần Đăng Ninh, then Cửa Bắc, then Nam Định: the last has those of its territory, whatever their code."""
    with published_marts(desk.published / "kho138.duckdb") as connection:
        decision = decide_for(connection, desk.disclosed)
    heir = next(a for a in audiences_of(decision.readers) if a.name == HEIR)
    assert heir.reader is not None
    assert len(heir.reader.own) > 10
    seen = set(rows(databases[HEIR], "select distinct unit_code, unit_valid_from from fct_lineage"))
    assert seen <= {tuple(unit) for unit in heir.reader.own}


def test_the_city_sees_where_a_restricted_figure_comes_from_and_not_its_cells(databases: dict[str, Path]) -> None:
    sql = "select count(*), count(value), count(raw_text) from fct_lineage join dim_indicator using (indicator_code)"
    counted, values, texts = rows(databases["city"], f"{sql} where sensitivity <> 'public'")[0]
    assert (counted > 1000, values, texts) == (True, 0, 0)
    seen = rows(databases["city"], "select count(value_seen) from fct_quality_issue where field in"
                " ('tips_received', 'traffic_injured', 'fireworks_kg', 'security_cameras')")  # fmt: skip
    assert seen == [(0,)]
    assert rows(databases["city"], "select count(value_seen) > 20 from fct_quality_issue") == [(True,)]
    whose = "select distinct unit_kind, sensitivity from fct_lineage join dim_indicator using (indicator_code)"
    whose += " join dim_reporting_unit as u on (u.unit_code, u.valid_from) = (fct_lineage.unit_code, unit_valid_from)"
    assert rows(databases["school"], whose) == [("school", "public")]


# what a reader who only counts can see: rows of the whole mart and of the edition, and values in the edition
_OBSERVED: dict[str, Callable[[int, int, int], bool]] = {
    "full": lambda whole, here, values: here == whole,
    "seen_units": lambda whole, here, values: 0 < here <= whole,
    "own_kind": lambda whole, here, values: 0 < here < whole,
    "own": lambda whole, here, values: here < whole,
    "city_level": lambda whole, here, values: here < whole or here == whole == 0,
    "suppressed": lambda whole, here, values: here <= whole,
    "no_values": lambda whole, here, values: values == 0,
    "absent": lambda whole, here, values: here == 0,
}
_AUDIENCE = {"city": "city", "ward": WARD, "kind": "school", "public": "public"}


def test_the_access_matrix_is_what_the_files_hold(desk: Workspace, databases: dict[str, Path]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{desk.published / 'kho138.duckdb'}' as whole (read_only)")
        for name in _AUDIENCE.values():
            connection.execute(f"attach '{databases[name]}' as \"{name}\" (read_only)")

        def counted(catalog: str, cell: Access) -> tuple[int, int]:
            described = connection.execute(f'describe "{catalog}".marts.{cell.mart}').fetchall()
            told = [c for c, *_ in described if c in {"contribution", "published_value", "compared_value"}] or ["null"]
            of = f'select count(*), count({told[0]}) from "{catalog}".marts.{cell.mart} as m'  # noqa: S608 — our names
            if cell.sensitivity:
                of += (
                    " join whole.marts.dim_indicator as i on i.indicator_code = m.indicator_code where sensitivity = ?"
                )
            ((rows, values),) = connection.execute(of, [cell.sensitivity] if cell.sensitivity else []).fetchall()
            return rows, values

        for cell in access_matrix():
            whole, (here, values) = counted("whole", cell)[0], counted(_AUDIENCE[cell.audience], cell)
            assert _OBSERVED[cell.access](whole, here, values), (cell, whole, here, values)


def test_what_did_not_change_is_not_written_again(desk: Workspace, folders: dict[str, Path]) -> None:
    lines = desk.disclosed.read_text(encoding="utf-8").count("\n")
    again = write_editions(desk, lambda audience: audience.name in WRITTEN)
    assert [w.is_new for w in again] == [False, False]
    assert {w.folder for w in again} == set(folders.values())
    assert desk.disclosed.read_text(encoding="utf-8").count("\n") == lines


def test_a_mart_or_a_column_nobody_has_decided_about_stops_it(desk: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "kho138.duckdb"
    shutil.copyfile(desk.published / "kho138.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("alter table marts.movement_model add column phone varchar")
    audience = Audience("public", "public", "")
    with published_marts(file) as connection, pytest.raises(UndeclaredColumnsError, match="movement_model: phone"):
        write_database(connection, audience, decide_for(connection, desk.disclosed), tmp_path / "out.duckdb")
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table marts.fct_new as select 1 as x")
    with pytest.raises(UnknownMartError, match="fct_new"), published_marts(file):
        pass


def test_after_an_erasure_no_version_says_what_was_struck(
    desk: Workspace, folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comes last of those that read ``folders``: the versions they name are taken away."""
    name = "orchestration.editions.write_editions.audiences_of"
    monkeypatch.setattr(name, lambda readers: [a for a in audiences_of(readers) if a.name in WRITTEN])
    write_editions(desk)  # of all there are here: what the dashboards read too
    before = current(desk.dashboards)
    assert rows(folders[WARD] / "kho138.duckdb", "select count(raw_text) > 0 from fct_lineage") == [(True,)]
    with duckdb.connect(str(desk.published / "kho138.duckdb")) as connection:
        connection.execute("update marts.fct_lineage set raw_text = '•••'")
    (desk.published / "manifest.json").write_text('{"content_hash": "struck"}')
    assert rewrite_after_erasure(desk) >= 1
    for folder in desk.audiences.glob("[!.]*"):
        assert len(versions(folder)) == 1
    struck = (current(desk.audiences / WARD) or Path()) / "kho138.duckdb"
    assert rows(struck, "select distinct raw_text from fct_lineage") == [("•••",)]
    (version,) = versions(desk.dashboards)
    assert version == current(desk.dashboards) != before
    page = struck.with_name("trang") / "xa-phuong-13681.html"
    assert ">•••<" in page.read_text(encoding="utf-8")
