"""What must not come in, as senders send it by mistake: a column of citizen numbers, a telephone in a note, a secrecy mark.

Numbers and the name are invented; they stand in no register and are said in full nowhere but here and in the drop folder.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable

from ingestion.sample_city.blank_form import cell_xml
from ingestion.sample_city.faults import Planted
from ingestion.sample_city.submission import Submission

CITIZEN_NUMBERS = ("036208000138", "036308000245", "036209000351")
TELEPHONE = "0912 000 138"
AUTHOR = "Nguyễn Văn Minh Họa"

Edit = Callable[[bytes], bytes]
_SHEET, _PROPERTIES = "xl/worksheets/sheet1.xml", "docProps/core.xml"
_COLUMN, _HEADING_ROW = "H", 20


def numbers_in_a_column(made: Submission) -> tuple[Planted, Edit]:
    """A school adds a column beside its figures: whom it looks after, by citizen number."""
    cells = {_HEADING_ROW: "Số CCCD học sinh được quản lý", **dict(enumerate(CITIZEN_NUMBERS, start=_HEADING_ROW + 1))}

    def edit(xml: str) -> str:
        for row, text in cells.items():
            cell = cell_xml(f"{_COLUMN}{row}", "0", text)
            xml, done = re.subn(
                rf'(<row r="{row}"[^>]*>.*?)(</row>)', rf"\g<1>{cell}\g<2>", xml, count=1, flags=re.DOTALL
            )
            if not done:
                raise ValueError(f"{made.form}: the sheet has no row {row}")
        return xml

    place = ("Báo cáo", f"{_COLUMN}{_HEADING_ROW + 1}")
    return Planted("cell", ("PII-01",), "returned", at=place), lambda content: _edited(content, _SHEET, edit)


def telephone_in_a_note(made: Submission) -> tuple[Planted, Edit | None]:
    """An agency says in its note whom to call."""
    made.note = f"{made.note}. Cần đối chiếu xin gọi {TELEPHONE}"
    return Planted("note", ("PII-02",), "returned"), None


def mark_in_a_note(made: Submission) -> tuple[Planted, Edit | None]:
    """An enterprise writes a secrecy mark over its report; the field of the form says otherwise."""
    made.note = f"MẬT – {made.note}"
    return Planted("note", ("SEC-01",), "quarantined"), None


def signed_by_the_program(content: bytes) -> bytes:
    """The name of the account in the properties of a workbook: struck out, and nothing is said of it."""
    return _edited(
        content, _PROPERTIES, lambda xml: re.sub(r"(<dc:creator>)[^<]*|(<dc:creator)/>", rf"<dc:creator>{AUTHOR}", xml)
    )


Spoil = Callable[[Submission], tuple[Planted, Edit | None]]
# fault class: how, form, parts of the year, how many; every sender sends again without it
MISTAKES: dict[str, tuple[Spoil, str, tuple[str, ...], int]] = {
    "citizen_numbers_in_a_column": (numbers_in_a_column, "F05", ("Y",), 2),
    "telephone_in_a_note": (telephone_in_a_note, "F02", ("H1",), 2),
    "secrecy_mark_in_a_note": (mark_in_a_note, "F04", ("Y",), 1),
}


def spoiled(true: Submission, spoil: Spoil) -> tuple[Submission, Planted, Edit | None]:
    """A copy of a report with the mistake in it."""
    made = copy.deepcopy(true)
    planted, edit = spoil(made)
    return made, planted, edit


def _edited(content: bytes, part: str, edit: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, edit(data.decode()).encode() if entry.filename == part else data)
    return out.getvalue()
