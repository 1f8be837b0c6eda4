"""One run of the release gate: what it looks at, what it found, kept in the history and told on the Data Docs."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import duckdb

from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from orchestration.append_log import append, lines
from orchestration.publishing.edition import FILE_NAME
from orchestration.publishing.published_figures import Differing, contradicted_figures
from orchestration.wording import vietnamese
from quality.approvals.approval_log import read_log
from quality.release_gate.evidence import Evidence
from quality.release_gate.gate import run_gate
from quality.release_gate.history import as_line
from quality.release_gate.outcome import GateOutcome
from quality.release_gate.site import Site


def pass_gate(workspace: Workspace, run_id: str, differing: list[Differing]) -> GateOutcome:
    """Run the gate over the warehouse; its findings are in the history and on the pages when this returns.

    Args:
        workspace: the city's workspace.
        run_id: the Dagster run, which the pages and the history name.
        differing: figures published before that are others today (``differing_figures``).
    """
    evidence = Evidence(
        warehouse=workspace.warehouse,
        lake=workspace.lake,
        edition=workspace.published / FILE_NAME,
        contradicted={f.figure_id: f.current_value for f in contradicted_figures(workspace, differing)},
        accepted=frozenset(a.subject for a in read_log(workspace.approvals) if a.kind == "gate"),
    )
    label, as_of = _city(workspace)
    at = datetime.now(UTC)

    def site_of(outcome: GateOutcome) -> Site:
        append(workspace.gate_history, as_line(outcome, at, as_of.isoformat(), run_id))
        return Site(
            folder=workspace.gate,
            label=label,
            as_of=vietnamese(as_of),
            at=at.astimezone(ZoneInfo(OFFICE_TIME)),
            run_id=run_id,
            history=list(lines(workspace.gate_history)),
        )

    return run_gate(evidence, at.astimezone(ZoneInfo(OFFICE_TIME)), site_of)


def _city(workspace: Workspace) -> tuple[str, datetime]:
    """Whose figures these are (and that they are invented where they are), and the moment of the answers."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        name, note, as_of = connection.execute(
            "select city_name_vi, case when invented then invented_note_vi end, as_of from marts.dim_city"
        ).fetchall()[0]
    return ". ".join(filter(None, (name, note))), as_of.astimezone(ZoneInfo(OFFICE_TIME))
