"""The last door before publishing: Great Expectations over the marts, with Data Docs.

Expectations are about what a committee would read: figures that must exist, shares within 0 to
100, coverage never above what was expected, verdicts that balance. Rules about submissions are in
pandera and relations between tables in dbt: no rule stands twice.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from quality.release_gate.expectations import SUITES
from quality.release_gate.label_pages import label_pages

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class GateOutcome:
    """How many expectations were checked, which failed (in words), and where the Data Docs are."""

    expectations: int
    failures: tuple[str, ...]
    data_docs: Path


def run_gate(warehouse: Path, folder: Path) -> GateOutcome:
    """Check the marts in ``warehouse`` and write Data Docs below ``folder``.

    Args:
        warehouse: DuckDB file with schema ``marts``; opened read-only and closed before return.
        folder: Great Expectations project; made when it is not there.
    """
    frames = _marts(warehouse)
    # imported here: it costs seconds, and only the gate pays for it
    import great_expectations as gx
    from great_expectations.checkpoint.actions import UpdateDataDocsAction
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    _forget_definitions(folder)
    context = gx.get_context(mode="file", project_root_dir=str(folder))
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    definitions = [_definition(context, gx, name, SUITES[name]) for name in sorted(SUITES)]
    failures: list[str] = []
    checked = 0
    for name, definition in zip(sorted(SUITES), definitions, strict=True):
        checkpoint = context.checkpoints.add_or_update(
            gx.Checkpoint(
                name=f"gate_{name}",
                validation_definitions=[definition],
                actions=[UpdateDataDocsAction(name="update_data_docs")],
                result_format="SUMMARY",
            )
        )
        outcome = checkpoint.run(batch_parameters={"dataframe": frames[name]})
        for result in outcome.run_results.values():
            checked += len(result.results)
            failures += [_words(name, r) for r in result.results if not r.success]
    docs = folder / "gx" / "uncommitted" / "data_docs" / "local_site" / "index.html"
    label_pages(docs.parent, _label(warehouse))
    return GateOutcome(checked, tuple(failures), docs)


def _forget_definitions(folder: Path) -> None:
    """Definitions come from this code at every run; the history of results and the docs stay."""
    for store in ("checkpoints", "validation_definitions", "expectations"):
        shutil.rmtree(folder / "gx" / store, ignore_errors=True)


def _label(warehouse: Path) -> str:
    """Whose figures these are, and that they are invented where they are; stands on every page."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        row = connection.execute(
            "select city_name_vi, case when invented then invented_note_vi else '' end from marts.dim_city"
        ).fetchone()
    return ". ".join(filter(None, row or ()))


def _marts(warehouse: Path) -> dict[str, pd.DataFrame]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {name: connection.execute(f"from marts.{name}").df() for name in SUITES}


def _definition(context: Any, gx_: Any, name: str, expectations: list[Any]) -> Any:
    source = context.data_sources.add_or_update_pandas("marts")
    asset = source.add_dataframe_asset(name=name)
    batch = asset.add_batch_definition_whole_dataframe("whole")
    suite = context.suites.add_or_update(gx_.ExpectationSuite(name=name, expectations=[e() for e in expectations]))
    return context.validation_definitions.add_or_update(gx_.ValidationDefinition(name=name, data=batch, suite=suite))


def _words(mart: str, result: Any) -> str:
    config = result.expectation_config
    about = config.kwargs.get("column") or ", ".join(
        str(config.kwargs[k]) for k in ("column_A", "column_B") if k in config.kwargs
    )
    seen = result.result.get("partial_unexpected_list") or result.result.get("observed_value")
    return f"{mart}.{about}: {config.type}, seen {seen}"
