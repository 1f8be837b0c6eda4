"""The last door before publishing: Great Expectations over what the warehouse says, before anybody reads it.

Great Expectations looks at a mart as a whole, beside the edition in force, earlier years, the calendar and what others
published. Rules about a submission are in the contracts and relations between tables in dbt: no rule stands twice
(``quality/contracts/generated/checks.md``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from quality.release_gate.evidence import Evidence, connected
from quality.release_gate.outcome import Finding, GateOutcome, finding
from quality.release_gate.site import Site, run_name, write_site
from quality.release_gate.suite import Check, Suite, filled, suites

if TYPE_CHECKING:
    import pandas as pd

_GRAVITY = {"block": "critical", "warn": "warning", "note": "info"}


def run_gate(evidence: Evidence, at: datetime, site_of: Callable[[GateOutcome], Site]) -> GateOutcome:
    """Run every suite and write the Data Docs.

    Args:
        evidence: where the warehouse, the lake and the edition in force lie.
        at: when it runs; names the pages of this run.
        site_of: called with what came of it; where the pages shall lie and what they say beside.
    """
    tables = _tables(evidence)
    # imported here: it costs seconds, and only the gate pays for it
    import great_expectations as gx
    from great_expectations.core.run_identifier import RunIdentifier

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = _context(gx)
    source = context.data_sources.add_pandas("marts")
    run_id = RunIdentifier(run_name=run_name(at), run_time=at)
    findings: list[Finding] = []
    for name, (frame, checks) in tables.items():
        suite = suites()[name]
        asset = source.add_dataframe_asset(name=name).add_batch_definition_whole_dataframe("whole")
        expected = gx.ExpectationSuite(name=name, expectations=[_expectation(c, s, frame) for c, s in checks])
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=asset, suite=context.suites.add(expected))
        )
        outcome = definition.run(
            batch_parameters={"dataframe": frame},
            result_format={"result_format": "SUMMARY", "unexpected_index_column_names": list(suite.places)},
            run_id=run_id,
        )
        # Great Expectations answers column by column; people read the suite in its own order
        answers = {tuple(r.expectation_config.meta.values()): r for r in outcome.results}
        findings += [finding(suite, c, s, answers[c.id, s]).unless_accepted(evidence.accepted) for c, s in checks]
    outcome = GateOutcome(tuple(findings))
    write_site(context, outcome, site_of(outcome))
    return outcome


def _context(gx: Any) -> Any:
    """Ephemeral: everything is defined here; a context on disk costs as much again and would only keep copies."""
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    settings = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=settings)


def _tables(evidence: Evidence) -> dict[str, tuple[pd.DataFrame, list[tuple[Check, str]]]]:
    """Table and checks of every suite that has something to check; checks with the subject they are about."""
    tables = {}
    with connected(evidence) as connection:
        for name, suite in suites().items():
            frame = connection.execute(suite.sql).df()
            if suite.rows_sql is None:
                tables[name] = frame, [(check, "") for check in suite.checks]
                continue
            found = connection.execute(suite.rows_sql)
            columns = [c[0] for c in found.description or []]
            rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
            if rows:
                tables[name] = (
                    _one_column_each(suite, frame),
                    [(filled(check, row), str(row[columns[0]])) for row in rows for check in suite.checks],
                )
    return tables


def _one_column_each(suite: Suite, frame: pd.DataFrame) -> pd.DataFrame:
    """A long table (place, subject, value) with a column a subject."""
    place, (subject, value) = next(iter(suite.places)), [c for c in frame.columns if c not in suite.places]
    return frame.pivot_table(index=place, columns=subject, values=value, aggfunc="sum").reset_index()


def _expectation(check: Check, subject: str, frame: pd.DataFrame) -> Any:
    import great_expectations.expectations as gxe

    arguments = {name: _of_the_table(value, frame) for name, value in check.arguments.items()}
    return getattr(gxe, check.expect)(
        **arguments,
        severity=_GRAVITY[check.severity],
        description=check.says_vi,
        meta={"check_id": check.id, "subject": subject},
    )


def _of_the_table(value: Any, frame: pd.DataFrame) -> Any:
    """``{first_of: column}`` is a bound that stands in the table itself; none where the table is empty."""
    if not isinstance(value, dict):
        return value
    column = frame[value["first_of"]].dropna()
    return float(column.iloc[0]) if len(column) else None
