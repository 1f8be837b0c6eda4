"""Files that must not be opened, and what a file says beside its content: locked, of another kind, lying, named after people."""

from __future__ import annotations

import io
import random
import zipfile

import xlsxwriter

from ingestion.sample_city.submission import Submission
from tests.faults.case import ALL, RECORD, Case, Declared, FaultClass
from tests.faults.hidden import outside_the_form
from tests.faults.packages import packed, parts_of
from tests.faults.saved_as import Odd, as_ods, as_xls
from tests.personal_data.placeholders import Drawn

_SHEET = "xl/worksheets/sheet1.xml"


def _locked(made: Submission, chance: random.Random) -> Declared:
    """A password to open: of Excel, of the old Excel, of an archive program."""

    def by_excel(content: bytes, _: Case) -> bytes:
        # as Excel does it: the package is one stream of an old container
        box, (old, new) = as_xls(content), (n.encode("utf-16-le") for n in ("Workbook", "EncryptedPackage"))
        at = box.index(old + bytes(64 - len(old)))
        return box[:at] + new + bytes(64 - len(new)) + bytes([len(new) + 2, 0]) + box[at + 66 :]

    def by_old_excel(content: bytes, case: Case) -> bytes:
        case.made.file_format = "xls"
        return as_xls(content, Odd(xls_records=b"\x2f\x00\x06\x00\x00\x00\x59\xb3\x0a\x9a"))

    def by_archiver(content: bytes, _: Case) -> bytes:
        spoiled = bytearray(content)
        for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = spoiled.find(mark)
            while at >= 0:
                spoiled[at + flags] |= 1
                at = spoiled.find(mark, at + 4)
        return bytes(spoiled)

    return Declared(("OPEN-04",), rewrite=chance.choice([by_excel, by_old_excel, by_archiver]))


def _other_kind(made: Submission, chance: random.Random) -> Declared:
    """A spreadsheet, but none of the kinds that are taken: flat OpenDocument, XML of 2003, binary workbook."""

    def flat(content: bytes, case: Case) -> bytes:
        case.made.file_format = "fods"
        with zipfile.ZipFile(io.BytesIO(as_ods(content))) as package:
            return package.read("content.xml").replace(b"document-content", b"document")

    def of_2003(_: bytes, case: Case) -> bytes:
        case.made.file_format = "xml"
        words = f"<ss:Worksheet ss:Name='{case.name}'/>"
        return (
            "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"
            f"<ss:Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>{words}</ss:Workbook>"
        ).encode()

    def binary(content: bytes, case: Case) -> bytes:
        case.made.file_format = "xlsb"
        parts = parts_of(content)
        parts["xl/workbook.bin"] = b"\x83\x01\x00" + case.name.encode()
        del parts["xl/workbook.xml"]
        return packed(parts)

    return Declared(("OPEN-06",), rewrite=chance.choice([flat, of_2003, binary]))


def _unsafe(made: Submission, chance: random.Random) -> Declared:
    """A package that contradicts itself or asks a reader to make text out of nothing."""

    def twice(content: bytes, case: Case) -> bytes:
        out = io.BytesIO(content)
        with zipfile.ZipFile(out, "a") as package:
            package.writestr(_SHEET, f"<worksheet>{case.name}</worksheet>")
        return out.getvalue()

    def entity(content: bytes, _: Case) -> bytes:
        parts = parts_of(content)
        head, _, rest = parts[_SHEET].partition(b"?>")
        parts[_SHEET] = head + b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + rest
        return packed(parts)

    def outside(content: bytes, case: Case) -> bytes:
        return packed(parts_of(content) | {f"../../{case.name}.xml": b"<a/>"})

    return Declared(("OPEN-08",), rewrite=chance.choice([twice, entity, outside]))


def _two_values(made: Submission, chance: random.Random) -> Declared | None:
    """A cell that stands twice in its sheet, with two figures: a reader keeps one of them."""
    names = [n for n, v in made.values.items() if type(v) is int]
    if not names:
        return None

    def rewrite(content: bytes, case: Case) -> bytes:
        parts = parts_of(content)
        xml = parts[_SHEET].decode()
        at = xml.index("</row>", xml.index(f'<c r="{case.cell}"'))
        parts[_SHEET] = f'{xml[:at]}<c r="{case.cell}"><v>{chance.randint(1, 99)}</v></c>{xml[at:]}'.encode()
        return packed(parts)

    return Declared(("OPEN-10",), "returned", chance.choice(names), rewrite=rewrite, anywhere=True)


def _named_after(made: Submission, chance: random.Random) -> Declared:
    """A report called by who wrote it and where to reach him."""
    template = chance.choice(["Báo cáo - {name3}.{kind}", "bao cao {mobile}.{kind}", "BC gửi {user}@gmail.com.{kind}"])
    drawn = Drawn(chance, "seen")
    return Declared(("PII-09",), "accepted", file_name=template.replace("{kind}", made.file_format).format_map(drawn))


def _beside(made: Submission, chance: random.Random) -> Declared:
    return Declared(("BOOK-05",), "accepted", rewrite=outside_the_form(f"<v>{chance.randint(2, 900)}</v>"))


def _wide(_: bytes, case: Case) -> bytes:
    """A few cells so far apart that the grid between them is millions of cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(case.name[:31])
        for column in range(0, 700, 7):
            sheet.write(19_900, column, column)
    return out.getvalue()


OPENING_CLASSES = (
    FaultClass("workbook with a password", _locked, ALL, formats=("xlsx",)),
    FaultClass("spreadsheet of a kind that is not taken", _other_kind, ALL, formats=("xlsx",)),
    FaultClass("package that contradicts itself", _unsafe, ALL, formats=("xlsx",)),
    FaultClass("a cell that stands twice", _two_values, RECORD, formats=("xlsx",)),
    FaultClass("grid wider than any report", lambda _m, _c: Declared(("OPEN-07",), rewrite=_wide), ALL, formats=("xlsx",)),
    FaultClass("file named after a person", _named_after, ALL),
    FaultClass("figure outside the form", _beside, ALL, formats=("xlsx",)),
)  # fmt: skip
