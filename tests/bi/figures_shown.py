"""What a reader was shown of figures, by whatever way, beside what the edition made for him holds; and the attack on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import httpx
import polars as pl
import yaml

from orchestration.bi.bi_workspace import ASSETS
from tests.bi.expression_ways import simple
from tests.bi.ways_in import Answer, Rows, ask, csv_rows, query, rows, xlsx_rows

# dataset -> mart, what names a figure in both, columns that tell it
_KEY = "level, unit_code || '|' || cast(unit_valid_from as varchar), indicator_code"
FIGURES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "actual_vs_target": (
        "indicator_actual_vs_target", f"{_KEY}, base_year", ["level", "unit_key", "indicator_code", "base_year"],
        ["previous_value", "base_value", "change", "change_pct", "target_value", "gap_to_target", "to_date_value",
         "expected_to_date"],
    ),
    "figure_by_year": (
        "fct_indicator_yearly", f"{_KEY}, report_year", ["level", "unit_key", "indicator_code", "report_year"],
        ["value", "lower_bound", "upper_bound"],
    ),
}  # fmt: skip


def ways_to_figures(dataset: int, name: str) -> dict[str, Callable[[httpx.Client], Answer]]:
    """Ways in that answer with figures; every row names its figure."""
    _, _, keys, values = FIGURES[name]
    asked = query([*keys, *values])
    small = [{"col": values[-1], "op": ">", "val": 0}, {"col": values[-1], "op": "<", "val": 5}]
    folded = [{**simple(a, v), "label": v} for v in values for a in ("MAX",)]
    summed = [{**simple("SUM", v), "label": v} for v in values]
    titles = {title: column for column, title in _titles(name).items()}
    return {
        "chart data": lambda c: rows(ask(c, dataset, asked)),
        "only small figures": lambda c: rows(ask(c, dataset, asked | {"filters": small})),
        "samples": lambda c: rows(ask(c, dataset, asked, result_type="samples")),
        "raw results": lambda c: rows(ask(c, dataset, asked, result_type="results")),
        "drill to detail": lambda c: rows(ask(c, dataset, asked, result_type="drill_detail")),
        "forced past the cache": lambda c: rows(ask(c, dataset, asked, force=True)),
        "largest of one": lambda c: rows(ask(c, dataset, query(keys, metrics=folded))),
        "sum of one": lambda c: rows(ask(c, dataset, query(keys, metrics=summed))),
        "CSV": lambda c: _renamed(csv_rows(ask(c, dataset, asked, form="csv")), titles),
        "Excel": lambda c: _renamed(xlsx_rows(ask(c, dataset, asked, form="xlsx")), titles),
    }


def beyond(found: Iterable[dict[str, Any]], name: str, edition: Path) -> list[tuple[Any, ...]]:
    """Figures that were shown and that the edition does not hold, or holds otherwise: key, column, value."""
    mart, key, keys, columns = FIGURES[name]
    with duckdb.connect(str(edition), read_only=True) as connection:
        held = {
            _key(row[: len(keys)]): dict(zip(columns, row[len(keys) :], strict=True))
            for row in connection.execute(f"select {key}, {', '.join(columns)} from marts.{mart}").fetchall()  # noqa: S608 — our names
        }
    more = []
    for row in found:
        there = held.get(_key(row[k] for k in keys), {})
        for column in columns:
            shown, known = _number(row[column]), there.get(column)
            if shown is not None and (known is None or not math.isclose(shown, known, rel_tol=1e-9, abs_tol=1e-9)):
                more.append((*(row[k] for k in keys), column, shown))
    return more


def shown_of(found: Rows, name: str) -> int:
    """Figures in these rows."""
    return sum(_number(row[column]) is not None for row in found for column in FIGURES[name][3])


def edition_of(found: dict[str, Rows], whole: Path, file: Path) -> Path:
    """The rows a reader was given as the database of an edition, for the attacker of the disclosure tests."""
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"attach '{whole}' as whole (read_only)")
        connection.execute("create schema marts")
        for mart in ("fct_indicator_by_perimeter", "fct_indicator_on_structure"):  # no dataset reads them
            connection.execute(f"create table marts.{mart} as from whole.marts.{mart} where false")
        for name, given in found.items():
            mart = FIGURES[name][0]
            connection.register("given", _as_in_the_mart(given))
            connection.execute(f"create table marts.{mart} as from whole.marts.{mart} where false")
            connection.execute(f"insert into marts.{mart} by name from given")
    return file


def _as_in_the_mart(given: Rows) -> pl.DataFrame:
    """The columns of a dataset under the names and in the types of its mart."""
    frame = pl.DataFrame(given, infer_schema_length=None)
    code, start = (pl.col("unit_key").str.split("|").list.get(n, null_on_oob=True) for n in (0, 1))
    frame = frame.with_columns(unit_code=code, unit_valid_from=start.str.to_date()).drop("unit_key")
    if "comparator_vi" in frame.columns:
        words = {"≤": "at_most", "≥": "at_least"}
        frame = frame.with_columns(comparator=pl.col("comparator_vi").replace_strict(words)).drop("comparator_vi")
    return frame.with_columns(pl.col("^(base|report)_year$").cast(pl.Int32))


def sql_of(name: str) -> str:
    """The SQL of a dataset."""
    text = (ASSETS / "datasets" / "kho138" / f"{name}.yaml").read_text(encoding="utf-8")
    return str(yaml.safe_load(text)["sql"])


def _titles(name: str) -> dict[str, str]:
    text = (ASSETS / "datasets" / "kho138" / f"{name}.yaml").read_text(encoding="utf-8")
    return {c["column_name"]: c["verbose_name"] for c in yaml.safe_load(text)["columns"]}


def _renamed(answer: Answer, titles: dict[str, str]) -> Answer:
    return answer[0], [{titles.get(k, k): v for k, v in row.items()} for row in answer[1]]


def _key(parts: Iterable[Any]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in parts)


def _number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    return float(value.replace(",", ".")) if isinstance(value, str) else float(value)
