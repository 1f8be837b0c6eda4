"""Workbooks that look strange and are right: nothing may be refused, nothing misread."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.golden.handlaid import saved_as
from tests.golden.handlaid.blank_forms import as_typed, filled, line_table, table
from tests.golden.handlaid.reports import MODELS, RESULTS, TARGETS
from tests.golden.handlaid.senders import agency, firm, mass, office, police, school, ward, workbook


def sheet_of(rows: list[list[object]], title: str = "Sheet1") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book, sheet


@workbook("a01_f01_libreoffice.xlsx")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(ward("13681", "2024Q4")), to)


@workbook("a02_f01_nfd.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13636", "2024Q4"))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.column > 1:
                    cell.value = unicodedata.normalize("NFD", cell.value)
    book.save(to)


@workbook("a03_f01_columns_moved.xlsx")
def _(to: Path) -> None:
    rows = table(ward("13657", "2024Q4", zalo_groups=11), dates_as_text=False)
    book, _sheet = sheet_of([[n, label, value, unit, note] for n, label, unit, value, note in rows], "Quý IV")
    book.save(to)


@workbook("a04_f01_numbers_as_text.xlsx")
def _(to: Path) -> None:
    text = {"population": "20.135", "households": "5.210\u00a0", "zalo_members": " 1.312", "fireworks_kg": "2,75",
            "zalo_groups": "\u200b10", "report_year": "2024", "submission_no": "1"}  # fmt: skip
    filled(ward("13666", "2024Q4", **text)).save(to)


@workbook("a05_f01_units_in_cells.xlsx")
def _(to: Path) -> None:
    text = {
        "models_taken_part": "6 mô hình",
        "zalo_members": "2.450 thành viên",
        "fires": "0 vụ",
        "population": "15.853 người",
    }
    filled(ward("13669", "2024Q4", **text)).save(to)


@workbook("a06_f01_nil_in_words.xlsx")
def _(to: Path) -> None:
    text = {
        "weapons_handed_in": "Không",
        "ammunition_handed_in": "không",
        "fireworks_kg": "K",
        "fires": "k",
        "models_stopped": "KHÔNG",
    }
    filled(ward("13678", "2024Q4", **text)).save(to)


@workbook("a07_f01_year.ods")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(ward("13684", "2024Y")), to)


@workbook("a08_f01_excel97.xls")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(ward("13687", "2025Q1")), to)


@workbook("a09_f02_old_writer.xls")
def _(to: Path) -> None:
    saved_as.by_xlwt({"Bao cao": table(agency(5, "2024Y"))}, to)


@workbook("a10_f02_signature.xlsx")
def _(to: Path) -> None:
    book = filled(agency(6, "2024H1"))
    sheet = book["Báo cáo"]
    sheet["C38"], sheet["E37"] = "NGƯỜI LẬP BIỂU", "Nam Định, ngày 16 tháng 6 năm 2024"
    sheet["E38"] = "THỦ TRƯỞNG ĐƠN VỊ"
    sheet["C39"] = sheet["E39"] = "(Ký, ghi rõ họ tên)"
    sheet["C43"], sheet["E43"] = "Nguyễn Văn Mẫu", "Trần Thị Ví Dụ"
    book.save(to)


@workbook("a11_f02_letterhead.xlsx")
def _(to: Path) -> None:
    rows = table(agency(7, "2024Y"))
    top = [
        ["CƠ QUAN MINH HỌA SỐ 07", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["BÁO CÁO PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC CỦA CƠ QUAN"],
        [],
        ["STT", "Chỉ tiêu", "Kết quả", None, "Ghi chú"],
        [None, None, "Đơn vị tính", "Số liệu", None],
    ]
    book, sheet = sheet_of(top + rows[1:], "Báo cáo")
    for area in ("A1:B1", "D1:E1", "D2:E2", "A4:E4", "A6:A7", "B6:B7", "C6:D6", "E6:E7"):
        sheet.merge_cells(area)
    book.save(to)


@workbook("a12_f03_pandas.xlsx")
def _(to: Path) -> None:
    saved_as.by_pandas(table(mass("DT-02", "2024Y")), to)


@workbook("a13_f03_inline_strings.xlsx")
def _(to: Path) -> None:
    saved_as.rewritten(filled(mass("DT-03", "2024H1")), to, saved_as.without_extent)


@workbook("a14_f03_labels_by_hand.xlsx")
def _(to: Path) -> None:
    rows = table(mass("DT-04", "2024Y"))
    for row in rows[1:]:
        label = str(row[1] or "").replace("hòa", "hoà").replace("“", '"').replace("”", '"')
        if label.startswith("Số mô hình"):
            label = label.upper()
        row[1] = label.replace(", ", ",  ") + ":" if label else None
    sheet_of(rows)[0].save(to)


@workbook("a15_f04_1904.xlsx")
def _(to: Path) -> None:
    book = filled(firm("0600000026", "2024Q1"))
    book.epoch = CALENDAR_MAC_1904
    book.save(to)


@workbook("a16_f04_by_hand.json")
def _(to: Path) -> None:
    figures = firm("0600000065", "2024Y", workers_total="1.250", guards_total="8")
    said = {k: as_typed(v) for k, v in figures.items() if v is not None}
    top = {k: said.pop(k) for k in ("form_code", "form_version")}
    to.write_text(json.dumps(top | {"values": said}, ensure_ascii=False, indent=4), encoding="utf-8")


@workbook("a17_f04_small_firm.xlsx")
def _(to: Path) -> None:
    figures = firm("0600000033", "2024Y", size="Nhỏ", workers_total=9, workers_briefed=9, guards_total=1, security_cameras=4,
                   registered_safe=None, recognised_safe=None, movement_grade=None)  # fmt: skip
    saved_as.by_xlsxwriter(table(figures), to)


@workbook("a18_f05_formulas.xlsx")
def _(to: Path) -> None:
    figures = school("GD-002", students_total="=312+328", students_briefed="=E23", propaganda_sessions="=SUM(2,4)")
    saved_as.by_libreoffice(filled(figures), to)


@workbook("a19_f05_other_office.xlsx")
def _(to: Path) -> None:
    saved_as.rewritten(filled(school("GD-005")), to, saved_as.other_office)


@workbook("a20_f06_article.xlsx")
def _(to: Path) -> None:
    text = {"criminal_cases": "84 vụ", "criminal_cases_change": "-12 vụ", "criminal_cases_change_pct": "-12,5%",
            "organised_crime_cases": "Không", "open_gangs": "Không"}  # fmt: skip
    filled(police("2024Y", **text)).save(to)


@workbook("a21_f06_dates.xlsx")
def _(to: Path) -> None:
    filled(police("2024M05", period_start="15/4/2024", prepared_on="16/05/2024\u00a0")).save(to)


@workbook("a22_f07_columns_moved.xlsx")
def _(to: Path) -> None:
    book = filled(office("F07", "2024Q2"), lines=[])
    del book["Danh mục"]
    sheet = book.create_sheet("Danh mục", 1)
    for row in line_table("F07", MODELS, dates_as_text=False):
        sheet.append([row[0], row[2], row[1], row[12], *row[3:12], row[13]])
    book.save(to)


@workbook("a23_f07_total_row.ods")
def _(to: Path) -> None:
    book = filled(office("F07", "2024Q3"))
    book["Danh mục"]["A7"], book["Danh mục"]["C7"], book["Danh mục"]["M7"] = None, "Tổng cộng", "=SUM(M4:M6)"
    saved_as.by_libreoffice(book, to)


@workbook("a24_f08_total_row.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13690", "2024Y", "F08"))
    sheet = book["Danh mục"]
    sheet["A5"], sheet["A6"], sheet["A7"] = "=A4+1", "=A5+1", "TỔNG CỘNG"
    for column in (3, 4, 5, 6, 10, 11, 12, 13, 14):
        sheet.cell(7, column, sum(line[column - 2] for line in RESULTS))
    saved_as.by_libreoffice(book, to)


@workbook("a25_f09_decimals.xlsx")
def _(to: Path) -> None:
    typed = ["12,5", "80%", "1.250"]
    filled(ward("13693", "2025Q1", "F09"), [[*t[:2], v, *t[3:]] for t, v in zip(TARGETS, typed, strict=True)]).save(to)


@workbook("a26_f01_macros.xlsm")
def _(to: Path) -> None:
    saved_as.rewritten(filled(ward("13705", "2025Q1")), to, saved_as.with_macros)


@workbook("a27_f01_table_copied.xlsx")
def _(to: Path) -> None:
    rows = []
    for row in table(ward("13708", "2025Q1"), dates_as_text=False):
        rows += [[]] if row[1] is None else []
        rows.append([None, *row])
    sheet_of([[None, "BÁO CÁO PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC CỦA XÃ, PHƯỜNG (Mẫu F01)"], *rows])[0].save(to)


@workbook("a28_f06_standing_office.xlsx")
def _(to: Path) -> None:
    awards = {"awards_collective_city": 12, "awards_collective_province": 4, "awards_collective_ministry": 1}
    saved_as.by_libreoffice(filled(office("F06", "2024Y", **awards)), to)


@workbook("a29_f08_old_writer.xls")
def _(to: Path) -> None:
    people = "Ủy ban nhân dân cấp tỉnh"
    day = dt.date(2024, 12, 2)
    lines = [
        ["Khu dân cư", 230, 230, 214, 16, people, "90/QĐ-UBND", day, 230, 60, 120, 45, 5],
        ["Xã/phường", 21, 21, 20, 1, people, "90/QĐ-UBND", day, 21, 8, 10, 3, 0],
        ["Cơ quan", 59, 59, 58, 1, people, "90/QĐ-UBND", day, 59, 30, 20, 9, 0],
        ["Doanh nghiệp", 80, 80, 71, 9, people, "90/QĐ-UBND", day, 80, 20, 40, 18, 2],
        ["Nhà trường", 34, 34, 33, 1, people, "90/QĐ-UBND", day, 34, 14, 15, 5, 0],
    ]
    saved_as.by_xlwt({"Thông tin chung": table(office("F08", "2024Y")), "Danh mục": line_table("F08", lines)}, to)
