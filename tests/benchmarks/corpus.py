"""The files that are measured: quarterly ward reports (F01: 26 figures under 16 header rows), one in twenty with a fault.

Written by the demonstration city's sender side, which knows the blank workbooks and no validator.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ingestion.landing.arrival import Arrival
from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.plan import submissions
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.write_city import TEMPLATES

SENDER_KIND = "ward_commune"
FORMATS = ("xlsx", "csv", "json")
_LIST = "files.json"
EVERY = 20  # one file in so many has a fault
FAULTS = ("text", "empty", "part", "unit", "window", "dash", "fraction", "negative")


@dataclass(frozen=True)
class BenchFile:
    """A file on disk, and what the channel knows about it."""

    path: Path
    arrival: Arrival


def write_files(folder: Path, file_format: str, count: int) -> list[BenchFile]:
    """Write ``count`` distinct files and their list; the same number always gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    blank = BlankForm(TEMPLATES / "F01.xlsx")
    files = []
    for number, made in zip(range(count), _plan(), strict=False):
        made.file_format = file_format
        if number % EVERY == EVERY - 1:
            _spoil(made, FAULTS[number // EVERY % len(FAULTS)])
        content = made.content(blank)
        path = folder / f"bao-cao-{number:06d}.{file_format}"
        path.write_bytes(content)
        arrival = Arrival("drop_folder", SENDER_KIND, made.unit.code, path.name, content, made.received_at)
        files.append(BenchFile(path, arrival))
    listed = [(f.path.name, f.arrival.sender_code, f.arrival.received_at.isoformat()) for f in files]
    (folder / _LIST).write_text(json.dumps(listed), encoding="utf-8")
    return files


def read_files(folder: Path, count: int) -> list[BenchFile]:
    """The first ``count`` files that ``write_files`` wrote to ``folder``."""
    return list(one_by_one(folder, count))


def one_by_one(folder: Path, count: int) -> Iterator[BenchFile]:
    """As ``read_files``; the bytes of a file are in memory while it is looked at."""
    listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))[:count]
    for name, code, moment in listed:
        yield BenchFile(folder / name, _arrival(folder / name, code, moment))


def _arrival(path: Path, sender_code: str, moment: str) -> Arrival:
    at = datetime.fromisoformat(moment)
    return Arrival("drop_folder", SENDER_KIND, sender_code, path.name, path.read_bytes(), at)


def _plan() -> Iterator[Submission]:
    quarterly = [s for s in submissions() if s.form == "F01" and s.window.part != "Y"]
    number = 0
    while True:
        made = copy.deepcopy(quarterly[number % len(quarterly)])
        # distinct bytes: the population differs by one a round; no rule is near its bound there
        made.values["population"] = int(str(made.values["population"])) + number // len(quarterly)
        yield made
        number += 1


def _spoil(made: Submission, fault: str) -> None:
    values = made.values
    if fault == "text":
        values["zalo_members"] = "chưa thống kê"
    elif fault == "empty":
        values["households"] = None
    elif fault == "part":
        values["residential_areas_with_zalo"] = int(str(values["residential_areas_total"])) + 40
    elif fault == "unit":
        made.header["submitter_code"] = "99999"
    elif fault == "window":
        made.header["period_start"] = made.window.first - timedelta(days=14)
    elif fault == "dash":
        values["fires"] = "-"
    elif fault == "fraction":
        values["tips_due"] = 12.5
    else:
        values["public_fire_points"] = -3
