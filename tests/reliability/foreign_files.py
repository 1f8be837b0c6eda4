"""Spreadsheet files not made by this project, thrown into the drop folder of a city: every one ends as a verdict.

Usage: ``python -m tests.reliability.foreign_files FOLDER [--limit 300]``. FOLDER holds files, or source archives
(.tar.gz, .zip, .whl) of spreadsheet libraries, whose test files are taken out; one report of the city goes with them. Exit code 1 when received is not
accepted + returned + quarantined, or when the run ends with anything but 0.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ingestion.sample_city.register_files import write_register
from ingestion.workspace import Workspace

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".xlsb", ".fods", ".tsv", ".ots", ".xltx", ".xlt", ".xltm")
ARCHIVES = (".tar.gz", ".tgz", ".whl", ".zip")
SENDER = "agency/CQ-001"
OWN = Path(__file__).parents[1] / "golden" / "F02" / "accepted.xlsx"


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every spreadsheet file below ``folder`` and in its archives."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        lower = path.name.lower()
        if lower.endswith(SPREADSHEETS):
            yield path.name, path.read_bytes()
        elif lower.endswith((".tar.gz", ".tgz")):
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.isfile() and member.name.lower().endswith(SPREADSHEETS):
                        inside = archive.extractfile(member)
                        if inside is not None:
                            yield Path(member.name).name, inside.read()
        elif lower.endswith((".whl", ".zip")):
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    if name.lower().endswith(SPREADSHEETS):
                        yield Path(name).name, package.read(name)


def distinct(files: Iterator[tuple[str, bytes]], limit: int) -> list[tuple[str, bytes]]:
    """The first ``limit`` files of different content, formats taken in turn so that none is crowded out."""
    by_format: dict[str, list[tuple[str, bytes]]] = {}
    seen = set()
    for name, content in files:
        digest = hashlib.sha256(content).digest()
        if digest not in seen:
            seen.add(digest)
            by_format.setdefault(Path(name).suffix.lower(), []).append((name, content))
    taken: list[tuple[str, bytes]] = []
    while any(by_format.values()) and len(taken) < limit:
        for waiting in by_format.values():
            if waiting and len(taken) < limit:
                taken.append(waiting.pop(0))
    return taken


def main() -> int:
    """Throw them in, run, compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--limit", type=int, default=300)
    asked = arguments.parse_args()
    files = distinct(files_in(asked.folder), asked.limit)
    with tempfile.TemporaryDirectory(prefix="kho138-foreign-") as home:
        return _run(Workspace(Path(home)), files)


def _run(workspace: Workspace, files: list[tuple[str, bytes]]) -> int:
    write_register(workspace.register)
    # the figures the demonstration city publishes cannot be had from files of strangers: nothing is expected of them
    (workspace.register / "expected_figures.csv").unlink()
    folder = workspace.drop / SENDER
    folder.mkdir(parents=True)
    for number, (name, content) in enumerate(files):
        (folder / f"{number:04d}_{name}").write_bytes(content)
    # one report of the city among them: an edition without any is not published
    (folder / OWN.parent.name).with_suffix(".xlsx").write_bytes(OWN.read_bytes())
    print(f"{len(files)} files:", dict(Counter(Path(n).suffix.lower() for n, _ in files)))
    environment = os.environ | {"KHO138_HOME": str(workspace.home)}
    command = [str(Path(sys.executable).with_name("kho138")), "run"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout.strip()[-900:])
    if done.returncode:
        print(f"kho138 run ended with {done.returncode}:", done.stderr.strip()[-3000:])
    submissions = pl.read_parquet(workspace.table("submissions") / "*.parquet")
    verdicts = dict(submissions["verdict"].value_counts().iter_rows())
    rules = submissions.group_by("reason_rule_id").len().sort("len", descending=True)
    print("reasons:", dict(rules.iter_rows()))
    named = submissions.filter(pl.col("reason_rule_id") == "OPEN-09")["source_name"].to_list()
    print("killed or stalled a reader:", named)
    total = sum(verdicts.get(v, 0) for v in ("accepted", "returned", "quarantined"))
    print(
        f"received {len(files)} and one report of the city = "
        + " + ".join(f"{verdicts.get(v, 0)} {v}" for v in ("accepted", "returned", "quarantined"))
    )
    lost = total != len(files) + 1 or submissions["submission_id"].n_unique() != len(files) + 1
    return int(lost or done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
