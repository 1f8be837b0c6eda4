"""Freezing: an edition that never changes, with a manifest of everything it was made of.

What is frozen can be made again from landing and the register kept beside it (``verify.py``).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from ingestion.landing.landing import Landing
from ingestion.record_snapshot import EDITION_CONTRIBUTION, EDITION_FIGURE
from ingestion.workspace import Workspace
from orchestration.dbt_environment import PROJECT, project_sources
from orchestration.publishing.content_hash import content_hash
from orchestration.publishing.earlier import marts_as_of
from orchestration.publishing.edition import FILE_NAME, MANIFEST_NAME, mart_names

_FIGURES = """
    select ? as edition, ? as as_of, f.indicator_code, f.report_year, f.level, f.unit_code, f.unit_valid_from, f.value,
        f.coverage_text, f.status, f.definition_hash
    from edition.marts.fct_indicator_yearly as f
    where f.report_year = ? order by all
"""
_CONTRIBUTIONS = """
    select ? as edition, ? as as_of, indicator_code, report_year, unit_code, unit_valid_from, role, period_id,
        form_code, submission_id, sum(contribution) as contribution
    from edition.marts.fct_lineage where report_year = ? and in_perimeter
    group by all order by all
"""
_REPOSITORY = PROJECT.parent
_CONTRACTS = _REPOSITORY / "quality" / "contracts"
_CODE_ROOMS = ("quality", "ingestion", "orchestration")


class FreezeError(RuntimeError):
    """The edition cannot be frozen; the reason is in Vietnamese."""


def freeze(workspace: Workspace, year: int, name: str, moment: datetime) -> dict[str, Any]:
    """Write the edition ``name`` of the report ``year`` as known at ``moment``; returns its manifest.

    Raises:
        FreezeError: an edition of that name exists, or the marts hold no figure of that year.
    """
    folder = workspace.editions / name
    if folder.exists():
        raise FreezeError(f"Bản công bố “{name}” đã được chốt và không thể ghi lại. Hãy đặt tên khác.")
    draft = workspace.editions / f".{name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    shutil.copyfile(marts_as_of(workspace, moment), draft / FILE_NAME)
    if not _write_figures(draft, name, year, moment):
        shutil.rmtree(draft)
        raise FreezeError(f"Không có số liệu năm {year} tại thời điểm này.")
    shutil.copytree(workspace.register, draft / "register")
    if workspace.approvals.exists():
        shutil.copyfile(workspace.approvals, draft / "approvals.jsonl")
    inputs = _known_receipts(workspace, moment)
    inputs.write_csv(draft / "inputs.csv")
    manifest = {
        "edition": name,
        "report_year": year,
        "as_of": moment.isoformat(),
        "content_hash": hash_of_marts(draft / FILE_NAME),
        "receipts": inputs.height,
        "submissions": inputs["submission_id"].n_unique(),
        "code": code_version(),
        "contracts": _hashes(_CONTRACTS, sorted(_CONTRACTS.rglob("*.yml"))),
        "other_editions": sorted(p.name for p in workspace.editions.glob("[!.]*")),
        "outputs": _hashes(draft, sorted(p for p in draft.rglob("*") if p.is_file())),
    }
    (draft / MANIFEST_NAME).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for path in draft.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    draft.rename(folder)
    return manifest


def read_manifest(workspace: Workspace, name: str) -> dict[str, Any]:
    """The manifest of a frozen edition.

    Raises:
        FreezeError: there is no such edition.
    """
    path = workspace.editions / name / MANIFEST_NAME
    if not path.exists():
        raise FreezeError(f"Không có bản công bố nào tên “{name}”.")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def hash_of_marts(file: Path) -> str:
    """Content hash of every mart in a DuckDB file (see ``content_hash``)."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as edition (read_only)")
        return content_hash(connection, "edition", "marts", mart_names(connection, "edition"))


def code_version() -> dict[str, str]:
    """What computed the figures: the commit, where there is one, and a hash over the code itself."""
    digest = hashlib.sha256()
    code = [p for room in _CODE_ROOMS for p in sorted((_REPOSITORY / room).rglob("*.py"))]
    for path in [*code, *project_sources()]:
        digest.update(path.relative_to(_REPOSITORY).as_posix().encode() + path.read_bytes())
    git = ["git", "-C", str(_REPOSITORY), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(git, capture_output=True, text=True, check=True)  # noqa: S603 — fixed command, no shell
    except (OSError, subprocess.CalledProcessError):
        return {"sha256": digest.hexdigest(), "commit": "?"}
    return {"sha256": digest.hexdigest(), "commit": done.stdout.strip()}


def _known_receipts(workspace: Workspace, moment: datetime) -> pl.DataFrame:
    receipts = Landing(workspace.landing).receipts()
    return receipts.filter(pl.col("received_at") <= moment)


def _write_figures(draft: Path, name: str, year: int, moment: datetime) -> bool:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{str(draft / FILE_NAME).replace(chr(39), chr(39) * 2)}' as edition (read_only)")
        for sql, table, shape in (
            (_FIGURES, "edition_figure", EDITION_FIGURE),
            (_CONTRIBUTIONS, "edition_contribution", EDITION_CONTRIBUTION),
        ):
            rows = connection.sql(sql, params=[name, moment, year]).pl()
            if not rows.height:
                return False
            (draft / table).mkdir()
            rows.select([pl.col(c).cast(t) for c, t in shape.items()]).write_parquet(draft / table / "frozen.parquet")
    return True


def _hashes(root: Path, files: list[Path]) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
