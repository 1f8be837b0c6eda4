"""Verifying a frozen edition: nothing in it was changed, its inputs are still there, and it can be made again.

Made again means from the received bytes: parsed, judged by the register kept in the edition, built by
dbt, and the content hash compared.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.parquet_table import write_batch
from ingestion.record_snapshot import write_record_snapshot
from ingestion.register_snapshot import write_register_snapshot
from ingestion.shapes import RECEIPT
from ingestion.workspace import Workspace
from orchestration.publishing.earlier import build_marts
from orchestration.publishing.edition import copy_marts
from orchestration.publishing.freeze import code_version, read_manifest
from orchestration.publishing.judged_then import judge_as_of
from quality.register.register import Register


@dataclass(frozen=True)
class Verified:
    """What verifying found; ``holds`` when the edition is what it was and can be made again."""

    edition: str
    content_hash: str
    recreated_hash: str | None  # None: not made again, because inputs are missing or erased
    changed_files: tuple[str, ...]
    missing_inputs: tuple[str, ...]
    erased_inputs: tuple[str, ...]  # gone by decision: their tombstones say why
    same_code: bool

    @property
    def holds(self) -> bool:
        """Whether every check passed; what is erased cannot be made again, and nothing else may be missing."""
        again = self.recreated_hash == self.content_hash or (self.recreated_hash is None and bool(self.erased_inputs))
        return not self.changed_files and not self.missing_inputs and again


def verify(workspace: Workspace, name: str) -> Verified:
    """Check the frozen edition ``name`` and make it again.

    Raises:
        FreezeError: there is no such edition.
        EarlierError: dbt failed.
    """
    manifest = read_manifest(workspace, name)
    folder = workspace.editions / name
    changed = tuple(
        path for path, digest in manifest["outputs"].items()
        if not (folder / path).exists() or hashlib.sha256((folder / path).read_bytes()).hexdigest() != digest
    )  # fmt: skip
    inputs = _inputs(folder)
    tombstones = Landing(workspace.landing).tombstones()["submission_id"]
    erased = tuple(sorted(set(tombstones) & set(inputs["submission_id"])))
    missing = _missing(workspace, inputs.filter(~pl.col("submission_id").is_in(list(erased))))
    recreated = None if missing or erased else _recreate(workspace, folder, manifest, inputs)
    same_code = code_version()["sha256"] == manifest["code"]["sha256"]
    return Verified(name, manifest["content_hash"], recreated, changed, missing, erased, same_code)


def _inputs(folder: Path) -> pl.DataFrame:
    read = pl.read_csv(folder / "inputs.csv", infer_schema=False)
    moments = pl.col("received_at").str.to_datetime("%+", time_zone="UTC", time_unit="us")
    return read.with_columns(moments, pl.col("size_bytes").cast(pl.Int64)).select(RECEIPT.names())


def _missing(workspace: Workspace, inputs: pl.DataFrame) -> tuple[str, ...]:
    """Submissions whose kept bytes are gone or changed; of a refused file no byte was ever kept."""
    landing = Landing(workspace.landing)
    gone = []
    kept = inputs.drop_nulls("object_id").unique("submission_id", keep="first", maintain_order=True)
    for submission_id, object_id in kept.select("submission_id", "object_id").iter_rows():
        path = landing.path(submission_id)
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != object_id:
            gone.append(submission_id)
    return tuple(gone)


def _recreate(workspace: Workspace, folder: Path, manifest: dict[str, Any], inputs: pl.DataFrame) -> str:
    """Content hash of the edition made again in a bench of its own, which is removed afterwards."""
    bench = Workspace(workspace.earlier / f"verify-{manifest['edition']}")
    shutil.rmtree(bench.home, ignore_errors=True)
    try:
        bench.landing.mkdir(parents=True)
        for truth in ("objects", "refusals", "tombstones"):
            (bench.landing / truth).symlink_to(workspace.landing / truth, target_is_directory=True)
        write_batch(bench.landing / "receipts", inputs, "frozen")
        if (folder / "approvals.jsonl").exists():
            shutil.copyfile(folder / "approvals.jsonl", bench.approvals)
        for other in manifest["other_editions"]:
            bench.editions.mkdir(exist_ok=True)
            (bench.editions / other).symlink_to(workspace.editions / other, target_is_directory=True)
        moment = datetime.fromisoformat(manifest["as_of"])
        register = Register.read(folder / "register", known_at=moment)
        judge_as_of(bench, folder / "register", moment)
        write_register_snapshot(bench, register, moment)
        write_record_snapshot(bench)
        build_marts(bench)
        return copy_marts(bench.warehouse, bench.home / "again.duckdb").content_hash
    finally:
        shutil.rmtree(bench.home, ignore_errors=True)
