"""`make faults`: detection and false alarms a class, the mutation score of the rules, and the document that keeps them."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults import across_score, bounds, corpus, mutation, outcome, stalling
from tests.faults.report import DOCUMENT, Tally, document, tally_up


def main() -> int:
    """Run it; exit 1 when a fault went unseen, a clean file was spoken to, or a changed rule went unnoticed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--instances", type=int, default=corpus.INSTANCES, help="files a class")
    arguments.add_argument("--update", action="store_true", help=f"write {DOCUMENT.name}")
    asked = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kho138-faults-"))
    try:
        tally = measure(folder, asked.instances)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = document(tally)
    sys.stdout.write(text)
    if asked.update:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0 if tally.perfect else 1


def measure(folder: Path, instances: int) -> Tally:
    """Make the corpus, send it the way of every file, and count."""
    faulty = list(corpus.faulty(instances))
    cases = faulty + list(corpus.clean(-(-len(faulty) // len(corpus.CONTROLS))))  # as many clean files as faulty ones
    workspace, register = outcome.workspace_in(folder)
    found = outcome.run(cases, workspace, register)
    tables = outcome.parsed_tables(workspace)
    slow, stopped = stalling.run(folder / "stalling", instances)
    cases, found = [*cases, *slow], found | stopped
    by_id = {hashlib.sha256(case.content).hexdigest(): case for case in cases}
    by_id_found = {sid: found[case.name] for sid, case in by_id.items()}
    mutants = mutation.score(by_id, tables, register, by_id_found)
    moved = bounds.score_bounds(by_id, tables, register, by_id_found)
    return tally_up(cases, found, mutants, moved, across_score.measure(folder / "across", instances))


if __name__ == "__main__":
    sys.exit(main())
