"""Writes the demonstration city: register, drop folder, arrivals, and the list of planted faults."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.faults import place
from ingestion.sample_city.planting import Sent, everything_sent
from ingestion.sample_city.register_files import write_register
from ingestion.sample_city.submission import Submission

TEMPLATES = Path(__file__).parents[2] / "quality" / "contracts" / "generated" / "templates"
_HTML = "<html><body><table><tr><td>Báo cáo</td></tr></table></body></html>"


@dataclass(frozen=True)
class CitySummary:
    """How many files were written, of them with a planted fault, and as negative controls."""

    files: int
    faults: int
    controls: int


class _Blanks(dict[str, BlankForm]):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, form: str) -> BlankForm:
        self[form] = BlankForm(self._folder / f"{form}.xlsx")
        return self[form]


def write_city(home: Path, *, templates: Path = TEMPLATES) -> CitySummary:
    """Write the city below ``home``; the same bytes every time."""
    write_register(home / "register")
    return write_drop(home, everything_sent(), _Blanks(templates))


def write_drop(home: Path, sent: Sequence[Sent], blanks: dict[str, BlankForm]) -> CitySummary:
    """Write files, ``arrivals.csv`` and ``planted_faults.json`` of everything ``sent``."""
    written: dict[str, bytes] = {}
    for one in sent:
        written[one.made.path()] = _bytes(one, blanks, written)
    for path, content in written.items():
        target = home / "drop" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    _write_csv(
        home / "arrivals.csv",
        ["path", "received_at"],
        sorted((s.made.path(), s.made.received_at.isoformat().replace("+00:00", "Z")) for s in sent),
    )
    faults, controls = _lists(sent, blanks, written)
    document = {"faults": faults, "controls": controls}
    (home / "planted_faults.json").write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return CitySummary(len(written), len(faults), len(controls))


def _bytes(one: Sent, blanks: dict[str, BlankForm], written: dict[str, bytes]) -> bytes:
    content = one.made.content(blanks[one.made.form])
    content = one.edit(content) if one.edit else content
    if one.raw is None:
        return content
    if one.raw.startswith("same_as:"):
        return written[one.raw.removeprefix("same_as:")]
    return {
        "html": _HTML.encode() + one.made.path().encode(),
        "cut": content[: len(content) * 2 // 3],
        "plain": _plain(one.made),
    }[one.raw]


def _plain(made: Submission) -> bytes:
    """A workbook of the sender's own making, with the figures and without the form."""
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write(0, 0, f"BÁO CÁO CỦA {made.unit.name.upper()}")
    for row, (name, value) in enumerate(made.values.items(), start=2):
        sheet.write_row(row, 0, [name, value])
    book.set_properties({"created": made.received_at.replace(tzinfo=None)})
    book.close()
    return buffer.getvalue()


def _lists(
    sent: Iterable[Sent], blanks: dict[str, BlankForm], written: dict[str, bytes]
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    healed = {s.heals: s.made.path() for s in sent if s.heals}
    faults: list[dict[str, object]] = []
    controls: list[dict[str, object]] = []
    for one in sent:
        about = {"path": one.made.path(), "unit_code": one.made.unit.code, "form": one.made.form,
                 "period_id": one.made.window.period_id,
                 "submission_id": hashlib.sha256(written[one.made.path()]).hexdigest()}  # fmt: skip
        if one.planted:
            sheet, cell = place(one.planted, one.made, blanks[one.made.form])
            faults.append(
                {"fault_id": f"P{len(faults) + 1:03d}", "fault_class": one.fault_class, **about,
                 "place": {"level": one.planted.level, "sheet": sheet, "cell": cell},
                 "expect": {"verdict": one.planted.verdict, "rules": one.planted.rules},
                 "healed_by": healed.get(one.made.path())}
            )  # fmt: skip
        elif one.control:
            controls.append({"control_id": f"N{len(controls) + 1:03d}", "why": one.control, **about})
    return faults, controls


def _write_csv(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
