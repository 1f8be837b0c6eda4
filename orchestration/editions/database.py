"""The DuckDB file and the Parquet files of one audience, made from the published marts by the rules of disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from orchestration.editions.audience import Audience
from orchestration.publishing.content_hash import content_hash
from orchestration.publishing.edition import MART_SCHEMA, STORAGE_VERSION, mart_names
from quality.contracts.registry import forms
from quality.disclosure.audience_policy import audiences, mart_rules
from quality.disclosure.decide import Decision, decide
from quality.disclosure.filter_sql import filtered

PARQUET = "parquet"
_FATE = {
    "scope": pl.String, "indicator_code": pl.String, "report_year": pl.Int32, "place": pl.String,
    "valid_from": pl.Date, "structure_from": pl.Date, "fate": pl.String, "value": pl.Float64,
}  # fmt: skip


class UnknownMartError(RuntimeError):
    """A mart is published of which nobody has said who may see it."""


@contextmanager
def published_marts(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the published file attached as ``whole`` (read-only), what is not secret beside it.

    Raises:
        UnknownMartError: marts.yml does not name exactly the marts of the file.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach {_quoted(file)} as whole (read_only)")
        differ = set(mart_names(connection, "whole")) ^ set(mart_rules())
        if differ:
            raise UnknownMartError(f"quality/disclosure/marts.yml: {', '.join(sorted(differ))}")
        public = [(code, f.name) for code, form in forms().items() for f in form.fields() if f.sensitivity == "public"]
        _table(connection, "public_field", pl.DataFrame(public, schema=["form_code", "field"], orient="row"))
        _table(connection, "sensitive_rule", pl.DataFrame({"rule_id": sorted(_rules_of_sensitive_fields(public))}))
        only = pl.DataFrame({"sensitivity": list(audiences().city_level_only)}, schema={"sensitivity": pl.String})
        _table(connection, "city_level_only", only)
        yield connection


def decide_for(connection: duckdb.DuckDBPyConnection, ledger: Path) -> Decision:
    """The decision for the attached edition."""
    connection.execute("use whole")
    try:
        return decide(connection, ledger)
    finally:
        connection.execute("use memory")


def write_database(connection: duckdb.DuckDBPyConnection, audience: Audience, decision: Decision, file: Path) -> str:
    """Write the marts of one audience into the new DuckDB ``file``; returns their content hash."""
    own = audience.reader.own if audience.reader else frozenset()
    schema = {"unit_code": pl.String, "valid_from": pl.Date}
    _table(connection, "own_unit", pl.DataFrame(sorted(own), schema=schema, orient="row"))
    _table(connection, "seen_kind", pl.DataFrame({"unit_kind": list(audience.rule.kinds)}))
    of_kind = [audience.rule.of_kind] if audience.rule.of_kind else []
    _table(connection, "own_kind", pl.DataFrame({"unit_kind": of_kind}, schema={"unit_kind": pl.String}))
    _table(connection, "fate", _fates(decision, audience))
    # small blocks: an edition has many small tables, and each takes a block a column at least
    connection.execute(f"attach {_quoted(file)} as edition (storage_version '{STORAGE_VERSION}', block_size 16384)")
    try:
        connection.execute(f"create schema edition.{MART_SCHEMA}")
        for name, rule in mart_rules().items():
            described = connection.execute(f"describe whole.{MART_SCHEMA}.{name}").fetchall()
            select = filtered(name, rule, [row[0] for row in described], audience.seen_as)
            connection.execute(f"create table edition.{MART_SCHEMA}.{name} as {select}")
        return content_hash(connection, "edition", MART_SCHEMA, mart_names(connection, "edition"))
    finally:
        connection.execute("detach edition")


def write_parquet(database: Path, folder: Path) -> None:
    """The same tables, one Parquet file each; a table with no row for this audience has none."""
    folder.mkdir()
    with duckdb.connect(str(database), read_only=True) as connection:
        for (name,) in connection.execute("select table_name from duckdb_tables() where estimated_size > 0").fetchall():
            target = _quoted(folder / f"{name}.parquet")
            connection.execute(f"copy {MART_SCHEMA}.{name} to {target} (format parquet, compression zstd)")


def _fates(decision: Decision, audience: Audience) -> pl.DataFrame:
    value = {f.key: f.value for f in decision.figures.figures}
    fates = decision.plan_of(audience.rule_name).fate | dict.fromkeys(decision.figures.unexplained, "suppressed")
    rows = [(*key, fate, value.get(key)) for key, fate in fates.items()]
    return pl.DataFrame(rows, schema=_FATE, orient="row")


def _rules_of_sensitive_fields(public: list[tuple[str, str]]) -> set[str]:
    """Rules whose sentence may repeat a sensitive value: of a form, where they read one."""
    known = set(public)
    return {
        rule.id for code, form in forms().items() for rule in form.rules
        if any((code, f) not in known for f in rule.field_names(frozenset(f.name for f in form.fields())))
    }  # fmt: skip


def _table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame)
    connection.execute(f"create or replace temp table {name} as from frame")
    connection.unregister("frame")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
