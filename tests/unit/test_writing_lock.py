"""One writer at a time, and a writer that is killed holds nothing."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from ingestion.workspace import Workspace
from ingestion.writing_lock import BusyError, holder_of, writing
from orchestration.resources.city import CityResource

_HOLD = """
import sys, time
from pathlib import Path
from ingestion.writing_lock import writing
with writing(Path(sys.argv[1]), "run abc", 0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_waits_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / "home" / ".writing.lock"
    assert holder_of(lock) is None
    lock.parent.mkdir()
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(lock)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert holder_of(lock) == "run abc"
        with pytest.raises(BusyError, match="held by run abc"), writing(lock, "run def", 0):
            pass
        other.kill()
        other.wait()
    assert holder_of(lock) is None
    with writing(lock, "run def", 0):
        assert holder_of(lock) == "run def"
    assert holder_of(lock) is None


def test_a_run_holds_the_workspace_from_its_first_step_to_its_last(tmp_path: Path) -> None:
    lock = Workspace(tmp_path).writing_lock
    seen = []

    @dg.op
    def look(context: dg.OpExecutionContext, city: CityResource) -> None:
        seen.append((holder_of(lock), context.run_id))

    @dg.job(resource_defs={"city": CityResource(home=str(tmp_path))}, executor_def=dg.in_process_executor)
    def looking() -> None:
        look()
        look.alias("again")()

    assert looking.execute_in_process(instance=dg.DagsterInstance.ephemeral()).success
    assert len(seen) == 2
    assert {holder == run for holder, run in seen} == {True}
    assert holder_of(lock) is None
