"""A second sheaf of workbooks: corrections, other dialects of the formats, people who are streets, and people."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.golden.handlaid import saved_as
from tests.golden.handlaid.blank_forms import as_typed, filled
from tests.golden.handlaid.reports import MODELS
from tests.golden.handlaid.senders import agency, firm, mass, office, ward, workbook

FIELDS = ("model_code", "model_name", "model_topic", "lead_unit_code", "scope", "launch_date", "stop_date", "recognised_by",
          "recognised_on", "replication_level", "replication_notice_no", "sites")  # fmt: skip


@workbook("a30_f01_strict.xlsx")
def _(to: Path) -> None:
    saved_as.rewritten(filled(ward("13681", "2024Q3")), to, saved_as.strict)


@workbook("a31_f02_cover_and_hidden_rows.xlsx")
def _(to: Path) -> None:
    book = filled(agency(26, "2024Y"))
    cover = book.create_sheet("Bìa", 0)
    cover["B4"] = "BÁO CÁO NĂM CỦA CƠ QUAN MINH HỌA SỐ 26"
    sheet = book["Báo cáo"]
    for row in range(24, 32):
        sheet.row_dimensions[row].hidden = True
    sheet.auto_filter.ref = "B3:F35"
    book.save(to)


@workbook("a32_f01_merged_values.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13636", "2024Y"))
    sheet = book["Báo cáo"]
    for row in range(5, 66):
        if sheet.cell(row, 1).value:
            sheet.cell(row, 6).value = None
            sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)
    book.save(to)


@workbook("a33_f02_correction.xlsx")
def _(to: Path) -> None:
    said = {
        "submission_no": 2,
        "corrects_submission": 1,
        "correction_reason": "Bổ sung 2 người mới về",
        "staff_total": 50,
    }
    filled(agency(27, "2024Y", **said, staff_briefed=50)).save(to)


@workbook("a34_f07_by_hand.json")
def _(to: Path) -> None:
    figures = {k: as_typed(v) for k, v in office("F07", "2023Y").items() if v is not None}
    top = {k: figures.pop(k) for k in ("form_code", "form_version")}
    lines = [{k: as_typed(v) for k, v in zip(FIELDS, line, strict=True) if v is not None} for line in MODELS[:2]]
    to.write_text(json.dumps(top | {"values": figures, "lines": lines}, ensure_ascii=False), encoding="utf-8")


@workbook("a35_f01_names_of_places.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13666", "2024Y"))
    sheet = book["Báo cáo"]
    sheet["F24"] = "mật độ dân số cao dọc đường Trần Hưng Đạo và phố Bà Triệu"
    sheet["F28"] = "Kế hoạch số 18/KH-UBND ngày 20/02/2024"
    sheet["F33"] = "trường THPT chuyên Lê Hồng Phong, trường Nguyễn Khuyến, phường Trường Thi"
    sheet["F40"] = "nội dung: bảo vệ bí mật nhà nước"
    sheet["F60"] = "các em được đưa vào diện quản lý, giáo dục tại phường"
    book.save(to)


@workbook("q25_f04_over.xlsx")
def _(to: Path) -> None:
    filled(firm("0600000121", "2024Y", workers_total="trên 300 người")).save(to)


@workbook("r36_f02_flat.fods")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(agency(29, "2024Y")), to)


@workbook("r37_word_document.xlsx")
def _(to: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>BÁO CÁO NĂM 2024</w:t></w:r></w:p></w:body></w:document>",
        )


@workbook("r38_f02_correction_without_reason.xlsx")
def _(to: Path) -> None:
    filled(agency(28, "2024Y", submission_no=2, corrects_submission=1)).save(to)


@workbook("r39_f02_corrects_itself.xlsx")
def _(to: Path) -> None:
    filled(agency(31, "2024Y", corrects_submission=1)).save(to)


@workbook("r40_half_a_file.xlsx")
def _(to: Path) -> None:
    filled(agency(32, "2024Y")).save(to)
    content = to.read_bytes()
    to.write_bytes(content[: len(content) // 2])


@workbook("r41_nothing.xlsx")
def _(to: Path) -> None:
    to.write_bytes(b"")


def with_note(number: int, cell: str, note: str, to: Path) -> None:
    book = filled(agency(number, "2024Y"))
    book["Báo cáo"][cell] = note
    book.save(to)


@workbook("r42_f03_group_link.xlsx")
def _(to: Path) -> None:
    book = filled(mass("DT-10", "2024Y"))
    book["Báo cáo"]["F29"] = "nhóm tuyên truyền: https://zalo.me/g/vidu00000"
    book.save(to)


@workbook("r43_f02_plate.xlsx")
def _(to: Path) -> None:
    with_note(34, "F31", "mất 01 xe máy BKS 18B1-000.00", to)


@workbook("r44_f02_name_without_accents.xlsx")
def _(to: Path) -> None:
    with_note(35, "F31", "do Nguyen Van Mau, sn 1990 gay ra", to)


@workbook("r45_f02_mail_in_properties.xlsx")
def _(to: Path) -> None:
    book = filled(agency(36, "2024Y"))
    book.properties.keywords = "vi.du@example.org"
    book.save(to)


@workbook("k05_f02_secret_in_footer.xlsx")
def _(to: Path) -> None:
    book = filled(agency(37, "2024Y"))
    book["Báo cáo"].oddHeader.left.text = "TỐI MẬT"
    book.save(to)
