"""Runs both jobs in this process, one after the other, recorded in the city's Dagster storage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import dagster as dg

from ingestion.unjudged import unjudged
from ingestion.writing_lock import holder_of
from orchestration.assets.submissions import SOURCES_ANSWERED
from orchestration.definitions import QUARTERS, WORKSPACE, defs
from orchestration.event_log import connections_kept
from orchestration.jobs import INGEST, WAREHOUSE
from orchestration.left_over_runs import BY_HAND, fail_left_over_runs
from orchestration.sensors.sources import range_tags

# every event is kept in the run storage; the console is for the answer
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Outcome:
    """How a run ended; reasons are the failures in the words of the steps."""

    succeeded: bool
    run_id: str
    failed_step: str | None = None
    failed_job: str | None = None
    reasons: list[str] = field(default_factory=list)
    silent_sources: list[str] = field(default_factory=list)  # sources that did not answer: the run went on without them


def run_jobs(quarters: str | None, say: Callable[[str], None]) -> Outcome:
    """Ingest the range of reporting quarters in ONE run, then build and publish in ONE run.

    Args:
        quarters: ``FIRST..LAST`` or None for every reporting quarter of the open years.
        say: called with what is going on.
    """
    tags = range_tags(QUARTERS)
    if quarters:
        first, _, last = quarters.partition("..")
        tags = dict(zip(tags, (first, last or first), strict=True))
    log = WORKSPACE.home / "last_run.log"
    silent: set[str] = set()
    with (
        dg.DagsterInstance.get() as instance,
        connections_kept(instance),
        log.open("w", encoding="utf-8") as output,
        contextlib.redirect_stdout(output),  # dbt's own account of its run
    ):
        if holder_of(WORKSPACE.serving_lock) is None:  # else the daemon looks after its own runs
            fail_left_over_runs(instance, WORKSPACE)
        for name, job_tags, words in (
            (INGEST, tags, "Đang nhận, đọc và kiểm tra các tệp…"),
            (WAREHOUSE, {}, "Đang tính chỉ tiêu, kiểm định và công bố…"),
        ):
            say(words)
            result = defs.resolve_job_def(name).execute_in_process(
                instance=instance, tags=job_tags | BY_HAND, raise_on_error=False, run_config=_QUIET
            )
            if not result.success:
                return _failed(result)
            silent |= _silent_sources(result)
            if not any((WORKSPACE.landing / "receipts").glob("*.parquet")):
                reason = f"Chưa nhận được tệp nào: thư mục {WORKSPACE.drop} trống."
                return Outcome(succeeded=False, run_id=result.run_id, failed_step="receipts", reasons=[reason])
            if name == INGEST and (waiting := unjudged(WORKSPACE).len()):
                # figures beside files nobody looked at would not be whole, and the balance of the edition not true
                reason = (
                    f"Đã xem xét xong các kỳ được chọn; còn {waiting} báo cáo của kỳ khác đã nhận mà chưa xem xét, nên "
                    "chưa tính và chưa công bố. Chạy tiếp “kho138 backfill” cho các kỳ đó, hoặc “kho138 run”."
                )
                return Outcome(succeeded=False, run_id=result.run_id, failed_step="verdicts", reasons=[reason])
    return Outcome(succeeded=True, run_id=result.run_id, silent_sources=sorted(silent))


def _silent_sources(result: dg.ExecuteInProcessResult) -> set[str]:
    failed = [c for c in result.get_asset_check_evaluations() if c.check_name == SOURCES_ANSWERED and not c.passed]
    return {str(value.value) for check in failed for name, value in check.metadata.items() if name != "sources"}


def _failed(result: dg.ExecuteInProcessResult) -> Outcome:
    failures = [e for e in result.all_events if e.is_step_failure]
    reasons = []
    for event in failures:
        error = event.step_failure_data.error
        while error and error.cause:
            error = error.cause
        reasons.append((error.message if error else str(event.message)).strip())
    reasons += [
        f"{check.asset_key.to_user_string()}: {check.check_name}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    step = failures[0].step_key if failures else "?"
    return Outcome(
        succeeded=False, run_id=result.run_id, failed_step=step, failed_job=result.job_def.name, reasons=reasons
    )
