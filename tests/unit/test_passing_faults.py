"""What passes by itself is tried again, what does not is not."""

import errno
from collections.abc import Callable

import dagster as dg
import duckdb
import pytest

from ingestion.writing_lock import BusyError
from orchestration import passing_faults
from orchestration.passing_faults import MOST_RETRIES, passes_by_itself, retried_when_it_passes
from quality.register.fault import Fault, RegisterError

LOCKED = 'IO Error: Could not set lock on file "kho138.duckdb": Conflicting lock is held in python (PID 7)'


def _chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (duckdb.IOException(LOCKED), True),
        (RuntimeError(f"The dbt CLI process failed with exit code `2`. {LOCKED}"), True),
        (ConnectionResetError(), True),
        (BusyError("held by a run"), True),
        (OSError(errno.ESTALE, "Stale file handle"), True),
        (_chained(RuntimeError("copy failed"), TimeoutError()), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (RegisterError(Fault("units.csv", 3, "kind", "REG-03", "…", "…")), False),
        (duckdb.CatalogException("Table with name x does not exist"), False),
        (RuntimeError("dbt: 1 data test failed"), False),
        (AssertionError("received is not the sum"), False),
    ],
)
def test_which_failures_pass_by_themselves(error: Exception, passes: bool) -> None:
    assert passes_by_itself(error) == passes


@pytest.mark.parametrize(
    ("make", "tries"),
    [
        (lambda: duckdb.IOException(LOCKED), 1 + MOST_RETRIES),
        (lambda: ValueError("a fault in the register"), 1),
        (lambda: dg.Failure("the gate", allow_retries=False), 1),
    ],
)
def test_a_step_is_tried_as_often_as_it_can_help(
    make: Callable[[], Exception], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing_faults, "FIRST_WAIT_SECONDS", 0.0)
    tried = []

    @dg.op
    def step(context: dg.OpExecutionContext) -> None:
        with retried_when_it_passes(context):
            tried.append(context.retry_number)
            raise make()

    @dg.job(executor_def=dg.in_process_executor)
    def one_step() -> None:
        step()

    with dg.DagsterInstance.ephemeral() as instance:
        assert not one_step.execute_in_process(instance=instance, raise_on_error=False).success
    assert tried == list(range(tries))


def test_a_step_whose_fault_has_passed_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_faults, "FIRST_WAIT_SECONDS", 0.0)

    @dg.op
    def step(context: dg.OpExecutionContext) -> None:
        with retried_when_it_passes(context):
            if context.retry_number == 0:
                raise duckdb.IOException(LOCKED)

    @dg.job(executor_def=dg.in_process_executor)
    def one_step() -> None:
        step()

    assert one_step.execute_in_process(instance=dg.DagsterInstance.ephemeral()).success
