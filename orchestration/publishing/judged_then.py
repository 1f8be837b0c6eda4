"""What was judged, as it was judged at an earlier moment: without the corrections that were decided later.

A correction changes the accepted values of files that came before it. What is shared with the present lake
stays shared; only files that such a correction is about are judged again, in a lake of their own.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from ingestion import ingest
from ingestion.corrections.records import known_corrections, read_corrections
from ingestion.workspace import Workspace
from quality.contracts.vocabulary import SUBMITTER_KINDS
from quality.register.register import Register

INGESTED = ("submissions", "issues", "explanations", "facts")
_PARSED = ("cells", "printed", "openings", "cell_findings")


def lay_out_judged(workspace: Workspace, bench: Workspace, moment: datetime) -> None:
    """Give the lake of ``bench`` what was judged as of ``moment``.

    Raises:
        CorrectionError: the register's corrections cannot be read.
    """
    bench.lake.mkdir(parents=True, exist_ok=True)
    records = read_corrections(workspace.register)
    for name in (*INGESTED, *_PARSED, "corrections"):
        _clear(bench.table(name))
    if known_corrections(records, moment).height == records.height:
        for name in INGESTED:
            _share(bench.table(name), workspace.table(name))
        return
    for name in (*INGESTED, "corrections"):
        _copy(bench.table(name), workspace.table(name))
    for name in _PARSED:
        _share(bench.table(name), workspace.table(name))
    judge_as_of(bench, workspace.register, moment)


def judge_as_of(bench: Workspace, register_folder: Path, moment: datetime) -> None:
    """Parse and judge what ``bench`` has landed and not judged, by the register in ``register_folder``."""
    _clear(bench.register)
    _share(bench.register, register_folder)  # corrections and layouts are read beside the register
    register = Register.read(register_folder)
    for kind in SUBMITTER_KINDS:
        ingest.parse(bench, kind)
        ingest.judge(bench, kind, register, known_at=moment)


def _clear(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _share(link: Path, target: Path) -> None:
    link.symlink_to(target, target_is_directory=True)


def _copy(folder: Path, source: Path) -> None:
    """Files of a lake table under a second name: whoever writes one writes a new file."""
    folder.mkdir()
    for file in source.glob("*.parquet"):
        os.link(file, folder / file.name)
