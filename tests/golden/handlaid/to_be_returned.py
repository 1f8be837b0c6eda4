"""Workbooks that must not enter: to be returned to the sender, or kept aside. Every name and number is invented."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from openpyxl.comments import Comment

from tests.golden.handlaid import saved_as
from tests.golden.handlaid.blank_forms import filled, row_of
from tests.golden.handlaid.reports import MODELS, RESULTS, TARGETS, header
from tests.golden.handlaid.senders import SCHOOLS, agency, firm, mass, office, police, school, ward, workbook
from tests.golden.handlaid.with_queries import as_csv

YEAR_OF_POLICE = {
    "criminal_cases": 42, "criminal_cases_prev": 48, "criminal_cases_change": -6, "criminal_cases_change_pct": -12.5,
}  # fmt: skip


@workbook("r01_f01_rows_deleted.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13681", "2025Q1"))
    sheet = book["Báo cáo"]
    for area in [str(a) for a in sheet.merged_cells.ranges if a.min_row > 30]:
        sheet.unmerge_cells(area)
    for field in ("public_fire_points", "tips_due", "models_stopped"):
        sheet.delete_rows(row_of(sheet, field))
    book.save(to)


@workbook("r02_f01_not_known.xlsx")
def _(to: Path) -> None:
    filled(ward("13636", "2025Q1", tips_received=None, fire_safety_groups="…", fires="...")).save(to)


@workbook("r03_f01_made_a_date.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13657", "2025Q1", zalo_groups=dt.date(2025, 7, 6)))
    book["Báo cáo"]["E35"].number_format = "d/m"
    book.save(to)


@workbook("r04_f01_error_cell.xlsx")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(ward("13666", "2025Q1", propaganda_participants="=1830/0")), to)


@workbook("r05_f01_formula_without_value.xlsx")
def _(to: Path) -> None:
    filled(ward("13669", "2025Q1", security_team_members="=E49*4")).save(to)


@workbook("r06_f01_calendar_quarter.xlsx")
def _(to: Path) -> None:
    window = {
        "period_start": dt.date(2025, 1, 1),
        "period_end": dt.date(2025, 3, 31),
        "prepared_on": dt.date(2025, 4, 2),
    }
    filled(ward("13678", "2025Q1", **window)).save(to)


@workbook("r07_f01_english_thousands.xlsx")
def _(to: Path) -> None:
    filled(ward("13684", "2025Q1", propaganda_participants="1,234")).save(to)


@workbook("r08_f01_ratio_in_a_count.xlsx")
def _(to: Path) -> None:
    filled(ward("13693", "2024Y", units_recognised="27/30")).save(to)


@workbook("r09_f02_briefed_more.xlsx")
def _(to: Path) -> None:
    filled(agency(14, "2024Y", staff_briefed=61)).save(to)


@workbook("r10_f03_phone_in_a_note.xlsx")
def _(to: Path) -> None:
    book = filled(mass("DT-07", "2024Y"))
    book["Báo cáo"]["F28"] = "cần hỏi thêm xin gọi 0900 123 456"
    book.save(to)


@workbook("r11_f04_identity_in_hidden_sheet.xlsx")
def _(to: Path) -> None:
    book = filled(firm("0600000072", "2024Y"))
    sheet = book.create_sheet("Sheet4")
    sheet.append(["Người phụ trách bảo vệ"])
    sheet.append(["CCCD 036199999999"])
    sheet.sheet_state = "veryHidden"
    book.save(to)


@workbook("r12_f05_list_of_pupils.xlsx")
def _(to: Path) -> None:
    book = filled(school("GD-014"))
    sheet = book.create_sheet("Danh sách", 1)
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "Lớp"])
    sheet.append([1, "Nguyễn Văn Mẫu", "sinh ngày 01/01/2008", "11A1"])
    sheet.append([2, "Trần Thị Ví Dụ", "sinh ngày 02/02/2008", "11A2"])
    book.save(to)


@workbook("r13_f06_wrong_change.xlsx")
def _(to: Path) -> None:
    wrong = YEAR_OF_POLICE | {"criminal_cases_change": 6, "criminal_cases_change_pct": 14.3}
    filled(police("2024H1", **wrong)).save(to)


@workbook("r14_f06_percent_cell.xlsx")
def _(to: Path) -> None:
    book = filled(police("2025H1", **YEAR_OF_POLICE) | {"criminal_cases_change_pct": -0.125})
    book["Báo cáo"]["E33"].number_format = "0.0%"
    book.save(to)


@workbook("r15_f07_dates_and_notice.xlsx")
def _(to: Path) -> None:
    lines = [list(line) for line in MODELS]
    lines[0][6] = dt.date(2020, 1, 1)
    lines[1][10] = None
    filled(office("F07", "2025Q1"), lines).save(to)


@workbook("r16_f07_total_disagrees.xlsx")
def _(to: Path) -> None:
    book = filled(office("F07", "2025Q2"))
    sheet = book["Danh mục"]
    sheet["A7"], sheet["B7"], sheet["M7"] = None, "Tổng cộng", 80
    book.save(to)


@workbook("r17_f08_parts.xlsx")
def _(to: Path) -> None:
    lines = [list(line) for line in RESULTS]
    lines[0][4], lines[0][10] = 3, 9
    filled(ward("13711", "2024Y", "F08"), lines).save(to)


@workbook("r18_f09_repeated.xlsx")
def _(to: Path) -> None:
    filled(ward("13717", "2025Q1", "F09"), [TARGETS[0], TARGETS[0], TARGETS[1]]).save(to)


@workbook("r19_html.xlsx")
def _(to: Path) -> None:
    to.write_text("<html><body><table><tr><td>Mẫu số</td><td>F02</td></tr></table></body></html>", encoding="utf-8")


@workbook("r20_csv.xlsx")
def _(to: Path) -> None:
    to.write_text(as_csv(agency(16, "2024Y"), ";"), encoding="utf-8")


@workbook("r21_password.xlsx")
def _(to: Path) -> None:
    saved_as.encrypted(filled(agency(17, "2024Y")), to, "khong-mat")


@workbook("r22_f02_old_version.xlsx")
def _(to: Path) -> None:
    book = filled(agency(18, "2024Y", form_version="2021.1"))
    book["_kho138"]["B2"] = "2021.1"
    book.save(to)


@workbook("r23_f01_from_an_agency.xlsx")
def _(to: Path) -> None:
    figures = ward("13681", "2024Y")
    said = header("F01", "agency", "CQ-019", "Cơ quan minh họa số 19", None, "2024Y")
    filled(figures | said).save(to)


@workbook("r24_f01_ward_of_the_past.xlsx")
def _(to: Path) -> None:
    filled(ward("13645", "2024Q4")).save(to)


@workbook("r25_archive.zip")
def _(to: Path) -> None:
    inside = to.with_name("r25_inside.xlsx")
    filled(school("GD-011")).save(inside)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inside, "Báo cáo năm.xlsx")
    inside.unlink()


@workbook("r26_f05_impossible_date.xlsx")
def _(to: Path) -> None:
    filled(school("GD-017", prepared_on="30/02/2025")).save(to)


@workbook("r27_f04_infinite.xlsx")
def _(to: Path) -> None:
    def huge(parts: dict[str, bytes]) -> dict[str, bytes]:
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v>98765</v>", b"<v>1E+400</v>")
        return parts

    saved_as.rewritten(filled(firm("0600010088", "2024Y", workers_total=98765)), to, huge)


@workbook("r28_f05_blank.xlsx")
def _(to: Path) -> None:
    kind, area = SCHOOLS["GD-023"]
    filled(header("F05", "school", "GD-023", f"{kind} Minh họa 23", area, "2024Y")).save(to)


@workbook("r29_f02_american_date.xlsx")
def _(to: Path) -> None:
    filled(agency(20, "2024Y", prepared_on="12/16/2024")).save(to)


@workbook("r30_f02_grade_outside_the_list.xlsx")
def _(to: Path) -> None:
    filled(agency(21, "2024Y", movement_grade="Tốt")).save(to)


@workbook("r31_f02_negative.xlsx")
def _(to: Path) -> None:
    filled(agency(22, "2024Y", incidents_on_site="-2")).save(to)


@workbook("r32_f05_kindergarten.xlsx")
def _(to: Path) -> None:
    filled(school("GD-003", level="Mầm non", recognised_safe=None, movement_grade=None)).save(to)


@workbook("r33_f01_two_sheets.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13687", "2024Q4"))
    other = book.copy_worksheet(book["Báo cáo"])
    other.title = "Báo cáo (2)"
    other["E36"], other["E40"] = 1410, 2075
    book.save(to)


@workbook("r34_f03_year_not_open.xlsx")
def _(to: Path) -> None:
    filled(mass("DT-08", "2022Y")).save(to)


@workbook("r35_f03_about.xlsx")
def _(to: Path) -> None:
    filled(mass("DT-09", "2024H1", tips_collected="khoảng 15 tin")).save(to)


@workbook("k01_f02_another_unit.xlsx")
def _(to: Path) -> None:
    filled(agency(24, "2024Y")).save(to)


@workbook("k02_f02_marked_secret.xlsx")
def _(to: Path) -> None:
    filled(agency(25, "2024Y", secrecy="Mật")).save(to)


@workbook("k03_f01_stamp.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13708", "2024Q4"))
    book["Báo cáo"]["G1"] = "MẬT"
    book.save(to)


@workbook("k04_f06_secret_comment.xlsx")
def _(to: Path) -> None:
    book = filled(police("2024M03", "CA-358"))
    book["Báo cáo"]["E22"].comment = Comment("Độ mật: Tối mật", "Văn thư")
    book.save(to)
