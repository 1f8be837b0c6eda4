"""Dashboards, charts, datasets, marts and exposures say the same; what is told to readers stays until its last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.bi.accounts import Account, AccountError
from orchestration.bi.bi_workspace import ASSETS
from orchestration.bi.deprecation import MARTS, last_days, marts_read, with_warning
from orchestration.bi.unit_audience import UnitAudiences
from orchestration.editions.dashboards import audiences_of_units, marts_of_dashboards
from quality.disclosure.audience_policy import mart_rules
from quality.disclosure.filter_sql import filtered
from quality.disclosure.readers import Reader, UnitKey

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "golden" / "bi_columns.txt"


def _read(kind: str) -> dict[str, dict[str, Any]]:
    found = {p: yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted((ASSETS / kind).rglob("*.yaml"))}
    return {content["uuid"]: content | {"file": path.stem} for path, content in found.items()}


DATASETS, CHARTS, DASHBOARDS = _read("datasets"), _read("charts"), _read("dashboards")
BY_NAME = {d["table_name"]: d for d in DATASETS.values()}
MODELS = {
    model["name"]: {c["name"]: c["data_type"] for c in model.get("columns", [])}
    for path in MARTS.glob("*.yml")
    for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
}


def _charts_of(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        CHARTS[x["meta"]["uuid"]]
        for x in dashboard["position"].values()
        if isinstance(x, dict) and x["type"] == "CHART"
    ]


def test_exposures_name_the_dashboards_and_the_marts_they_read() -> None:
    exposures = yaml.safe_load((ROOT / "dbt_project/models/exposures.yml").read_text(encoding="utf-8"))["exposures"]
    said = {e["name"]: (e["label"], {re.findall(r"'(\w+)'", r)[0] for r in e["depends_on"]}) for e in exposures}
    read = {}
    for dashboard in DASHBOARDS.values():
        uuids = {c["dataset_uuid"] for c in _charts_of(dashboard)}
        filters = dashboard["metadata"]["native_filter_configuration"]
        uuids |= {target["datasetUuid"] for f in filters for target in f["targets"]}
        marts = {mart for u in uuids for mart in marts_read(DATASETS[u]["sql"])}
        read[dashboard["slug"].replace("-", "_")] = (dashboard["dashboard_title"], marts)
    assert said == read
    assert all(e["url"].endswith(f"/{e['name'].replace('_', '-')}/") for e in exposures)


_WHAT_EDITIONS_ARE_MADE_BY = """
create temp table fate (scope varchar, indicator_code varchar, report_year int, place varchar, valid_from date,
    structure_from date, fate varchar, value double);
create temp table own_unit (unit_code varchar, valid_from date);
create temp table seen_kind (unit_kind varchar);
create temp table own_kind (unit_kind varchar);
create temp table public_field (form_code varchar, field varchar);
create temp table sensitive_rule (rule_id varchar);
create temp table city_level_only (sensitivity varchar);
"""


@pytest.fixture(scope="module")
def empty_marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables as editions make them of what the contracts of the marts promise, without a row."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as whole")
        connection.execute("create schema whole.marts")
        connection.execute("create schema marts")
        connection.execute(_WHAT_EDITIONS_ARE_MADE_BY)
        marts = marts_of_dashboards()
        for mart in {*marts, "dim_indicator", "dim_period", "dim_reporting_unit"}:
            columns = ", ".join(f"{name} {kind}" for name, kind in MODELS[mart].items())
            connection.execute(f"create table whole.marts.{mart} ({columns})")
        for mart in marts:
            shown = filtered(mart, mart_rules()[mart], [*MODELS[mart]], "ward")
            connection.execute(f"create table marts.{mart} as select 'city' as audience, * from ({shown})")  # noqa: S608 — our names
        yield connection


@pytest.mark.parametrize("name", BY_NAME)
def test_a_dataset_has_the_columns_its_sql_makes_of_the_marts(
    name: str, empty_marts: duckdb.DuckDBPyConnection
) -> None:
    made = empty_marts.execute(f"describe {BY_NAME[name]['sql']}").fetchall()
    kinds = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "INTEGER": "BIGINT"}
    said = [(c["column_name"], c["type"]) for c in BY_NAME[name]["columns"]]
    assert [(column, kinds.get(kind, kind)) for column, kind, *_ in made] == said
    for kind in ("columns", "metrics"):
        titles = [x["verbose_name"] for x in BY_NAME[name][kind]]
        assert len(set(titles)) == len(titles)  # two of one title break Superset's Excel
    for metric in BY_NAME[name]["metrics"]:
        empty_marts.sql(BY_NAME[name]["sql"]).aggregate(metric["expression"]).fetchall()


@pytest.mark.parametrize("uuid", CHARTS)
def test_a_chart_asks_for_what_its_dataset_has(uuid: str) -> None:
    params, dataset = CHARTS[uuid]["params"], DATASETS[CHARTS[uuid]["dataset_uuid"]]
    columns = {c["column_name"] for c in dataset["columns"]}
    metrics = {m["metric_name"] for m in dataset["metrics"]}
    asked = {*params.get("all_columns", []), *params.get("groupby", []), *params.get("column_config", {})}
    assert {f["expressionType"] for f in params["adhoc_filters"]} <= {"SIMPLE"}  # SQL is refused (no_sql.py)
    asked |= {f["subject"] for f in params["adhoc_filters"]}
    asked |= {params["x_axis"]} if "x_axis" in params else set()
    assert asked - columns == set()
    wanted = {*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])}
    assert wanted - metrics == set()
    assert any(CHARTS[uuid] in _charts_of(d) for d in DASHBOARDS.values())


def test_every_dataset_has_row_security_for_roles_that_exist() -> None:
    rules = yaml.safe_load((ASSETS / "row_security.yml").read_text(encoding="utf-8"))
    roles = set(yaml.safe_load((ASSETS / "roles.yml").read_text(encoding="utf-8"))) - {"reader"} | {"unit"}
    assert set(rules) == set(BY_NAME)
    assert {role for rule in rules.values() for role in rule} <= roles
    assert all("unit" in rule for rule in rules.values())
    assert all(re.match(r"audience = ('city'|\{audience\})", c) for rule in rules.values() for c in rule.values())


def test_every_table_a_dataset_joins_is_of_the_same_audience() -> None:
    """A join that leaves the audience out would put one reader's figures beside another's."""
    for name, dataset in BY_NAME.items():
        marts = re.findall(r"marts\.\w+ as (\w+)", dataset["sql"])
        others = re.findall(r"\bon (\w+)\.audience = (\w+)\.audience", dataset["sql"])
        assert [f"{marts[0]}.{m}" for m in marts[1:]] == [".".join(pair) for pair in others], name
        assert dataset["sql"].count("marts.") == len(marts)


def test_no_role_reaches_sql_or_the_administration() -> None:
    roles = yaml.safe_load((ASSETS / "roles.yml").read_text(encoding="utf-8"))
    given = {p for role in roles.values() for p in role["permissions"]}
    assert not [
        p
        for p in given
        if re.search(
            r"sql|database|all_|user|security|can_write on Dataset|samples",
            re.sub("CurrentUser|can_read on SecurityRestApi", "", p),
            re.I,
        )
    ]


def test_marts_that_readers_see_are_versioned_and_an_older_version_has_a_last_day() -> None:
    days = last_days(MARTS)
    assert {mart for d in DATASETS.values() for mart in marts_read(d["sql"])} - set(days) == set()
    for path in MARTS.glob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            older = [v for v in model.get("versions", []) if v["v"] != model["latest_version"]]
            assert all(isinstance(v.get("deprecation_date"), date) for v in older), model["name"]


def test_a_dataset_on_an_older_version_says_until_when(tmp_path: Path) -> None:
    (tmp_path / "fct_x.yml").write_text(
        "models:\n- name: fct_x\n  latest_version: 2\n  versions:\n"
        "  - {v: 1, config: {alias: fct_x}, deprecation_date: 2027-03-31}\n  - {v: 2}\n",
        encoding="utf-8",
    )
    days = last_days(tmp_path)
    assert days == {"fct_x": date(2027, 3, 31), "fct_x_v2": None}
    assert "31/03/2027" in with_warning({"sql": "select 1 from marts.fct_x as x"}, days)["extra"]["warning_markdown"]
    assert "extra" not in with_warning({"sql": "select 1 from marts.fct_x_v2 as x"}, days)


def test_no_column_a_reader_may_have_used_is_gone() -> None:
    """Leaving a line out of the list is a decision: only for a dataset whose last day is over."""
    kept = KEPT.read_text(encoding="utf-8").split()
    there = [f"{d['table_name']}.{c['column_name']}" for d in BY_NAME.values() for c in d["columns"]]
    assert [k for k in kept if k not in there] == []
    assert [t for t in there if t not in kept] == [], f"new columns: add them to {KEPT.name}"


@pytest.mark.parametrize(
    ("role", "units", "password"),
    [
        ("admin", "", "scrypt:1"),
        ("unit_committee", "", "scrypt:1"),
        ("city_committee", "13681|0001-01-01", "scrypt:1"),
        ("unit_committee", "13681", "scrypt:1"),
        ("unit_committee", "13681|0001-01-01 x') or ('1'='1", "scrypt:1"),
        ("city_committee", "", ""),
        ("city_committee", "", "admin"),
    ],
)
def test_a_line_that_would_let_somebody_in_wrongly_is_refused(role: str, units: str, password: str) -> None:
    with pytest.raises(AccountError):
        Account("hoa", role, "Hoa", units, password)


_OLD, _WARD, _HEIR, _ENDED, _SCHOOL, _CITY = (
    UnitKey("13645", date.min), UnitKey("13681", date(2024, 9, 1)), UnitKey("13669", date(2025, 7, 1)),
    UnitKey("13681", date.min), UnitKey("TH01", date.min), UnitKey("BCD", date.min),
)  # fmt: skip
_READERS = [
    Reader(_WARD, "ward_commune", "Phường Quang Trung", frozenset({_OLD, _WARD}), has_committee=True),
    Reader(_HEIR, "ward_commune", "Phường Nam Định", frozenset({_OLD, _WARD, _HEIR}), has_committee=True),
    Reader(_ENDED, "ward_commune", "Phường Thống Nhất", frozenset({_ENDED}), has_committee=False),
    Reader(_SCHOOL, "school", "Trường Tiểu học", frozenset({_SCHOOL}), has_committee=True),
    Reader(_CITY, "city_sc138", "Thường trực", frozenset({_CITY}), has_committee=True),
]


@pytest.mark.parametrize(
    ("keys", "audience"),
    [
        ("13681|2024-09-01", "13681|2024-09-01"),
        ("13645|0001-01-01 13681|2024-09-01", "13681|2024-09-01"),
        ("13645|0001-01-01 13669|2025-07-01 13681|2024-09-01", "13669|2025-07-01"),  # the one that succeeded the others
        ("TH01|0001-01-01", "school"),
        ("13645|0001-01-01", None),  # ended: it reads as a part of who succeeded it, with its key
        ("13681|0001-01-01", None),  # no committee any more; the same code began again as another ward
        ("13681|2024-09-01 TH01|0001-01-01", None),  # two units
        ("BCD|0001-01-01", None),
    ],
)
def test_a_unit_reads_the_edition_made_for_it_or_none(keys: str, audience: str | None) -> None:
    known = UnitAudiences(tuple((u.unit_key, u.audience, frozenset(u.own)) for u in audiences_of_units(_READERS)))
    assert known.of_account(Account("hoa", "unit_committee", "Hoa", keys, "scrypt:1")) == audience
