"""kho138 itself: the files of one kind of sender from receipt to accepted Parquet, every check on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingestion import ingest
from ingestion.workspace import Workspace
from quality.register.register import Register
from tests.benchmarks.corpus import SENDER_KIND, BenchFile


def run(files: Iterable[BenchFile], home: Path, register: Register) -> ingest.Counts:
    """Receive, parse and judge ``files`` in the workspace at ``home``."""
    workspace = Workspace(home)
    ingest.take_in(workspace, (file.arrival for file in files), register)
    ingest.parse(workspace, SENDER_KIND)
    return ingest.judge(workspace, SENDER_KIND, register)
