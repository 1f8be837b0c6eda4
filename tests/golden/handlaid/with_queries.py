"""Workbooks that are accepted with a question to the sender."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.golden.handlaid import legacy_text, saved_as
from tests.golden.handlaid.blank_forms import filled, row_of, table
from tests.golden.handlaid.reports import MODELS, RESULTS, TARGETS, Figures
from tests.golden.handlaid.senders import agency, firm, mass, office, police, school, ward, workbook
from tests.golden.handlaid.strange_but_right import sheet_of


def as_csv(figures: Figures, delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table(figures))
    return text.getvalue()


@workbook("q01_f01_tcvn3.xlsx")
def _(to: Path) -> None:
    rows = table(ward("13696", "2024Q4"), dates_as_text=False)
    book, sheet = sheet_of(legacy_text.in_rows(rows, legacy_text.tcvn3))
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = cell.font.copy(name=".VnTime")
    book.save(to)


@workbook("q02_f02_vni.xls")
def _(to: Path) -> None:
    saved_as.by_xlwt({"Bao cao": legacy_text.in_rows(table(agency(8, "2024Y")), legacy_text.vni)}, to)


@workbook("q03_f01_dashes.xlsx")
def _(to: Path) -> None:
    filled(ward("13699", "2024Q4", weapons_handed_in="-", ammunition_handed_in="–", fires="—")).save(to)


@workbook("q04_f01_bound.xlsx")
def _(to: Path) -> None:
    filled(ward("13711", "2024Q4", population=18500, zalo_members="hơn 20 nghìn")).save(to)


@workbook("q05_f01_thin_groups.xlsx")
def _(to: Path) -> None:
    filled(ward("13717", "2024Q4", zalo_members=15, security_team_members=30)).save(to)


@workbook("q06_f01_own_row.xlsx")
def _(to: Path) -> None:
    # typed between two rows of the form; merged titles below are undone and drawn again, as Excel does by itself
    figures = ward("13720", "2024Q4")
    book = filled(figures)
    sheet = book["Báo cáo"]
    below = [str(area) for area in sheet.merged_cells.ranges if area.min_row > 41]
    for area in below:
        sheet.unmerge_cells(area)
    sheet.insert_rows(42)
    sheet["B42"], sheet["C42"], sheet["D42"], sheet["E42"] = "32a", "Số buổi phát thanh trên loa phường", "buổi", 40
    book.save(to)


@workbook("q07_f01_not_asked.xlsx")
def _(to: Path) -> None:
    filled(ward("13723", "2024Q4", festival_sites=12, festival_participants=2100)).save(to)


@workbook("q08_f02_not_everyone.xlsx")
def _(to: Path) -> None:
    filled(agency(9, "2024Y", staff_briefed=45)).save(to)


@workbook("q09_f02_name_without_accents.xlsx")
def _(to: Path) -> None:
    filled(agency(10, "2024H1", submitter_name="Co quan minh hoa so 10")).save(to)


@workbook("q10_f03_utf8_comma.csv")
def _(to: Path) -> None:
    # field separator comma, text quote, UTF-8 (76), the first sheet, as shown
    saved_as.by_libreoffice(filled(mass("DT-05", "2024Y")), to, "44,34,76,1,,0,false,true,true,false,false,1")


@workbook("q11_f03_utf16_tab.csv")
def _(to: Path) -> None:
    to.write_bytes(as_csv(mass("DT-06", "2024H1", members_total="3.150"), "\t").encode("utf-16"))


@workbook("q12_f05_cp1258_semicolon.csv")
def _(to: Path) -> None:
    to.write_bytes(legacy_text.cp1258(as_csv(school("GD-008"), ";")))


@workbook("q13_f04_tax_code_lost_zero.xlsx")
def _(to: Path) -> None:
    filled(firm("0600000019", "2024Y", submitter_code=600000019)).save(to)


@workbook("q14_f05_no_model.ods")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(school("GD-020", models_taken_part=0)), to)


@workbook("q15_f06_injured_without_accident.xlsx")
def _(to: Path) -> None:
    filled(police("2024M06", traffic_accidents=0, traffic_deaths=0)).save(to)


@workbook("q16_f06_cleared_more.xls")
def _(to: Path) -> None:
    saved_as.by_libreoffice(filled(police("2024M07", criminal_cases_cleared=12)), to)


@workbook("q17_f08_own_column.xlsx")
def _(to: Path) -> None:
    lines = [list(line) for line in RESULTS]
    lines[1][2:5] = [5, 5, 0]
    book = filled(ward("13732", "2024Y", "F08"), lines)
    sheet = book["Danh mục"]
    sheet["P3"], sheet["P4"], sheet["P5"] = "Đề nghị khen thưởng", 2, 1
    book.save(to)


@workbook("q18_f07_recognised_first.xlsx")
def _(to: Path) -> None:
    lines = [list(line) for line in MODELS]
    lines[1][8] = dt.date(2022, 5, 1)
    filled(office("F07", "2024Q4"), lines).save(to)


@workbook("q19_f09_unusual.xlsx")
def _(to: Path) -> None:
    lines = [["zalo_members", "Ít nhất", 2_000_000, *TARGETS[0][3:]], *TARGETS[1:]]
    filled(office("F09", "2025Q1"), lines).save(to)


@workbook("q20_f01_hidden_sheet.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13726", "2024Q4"))
    rough = book.create_sheet("Nháp")
    rough.append(["Tháng 10", 400])
    rough.append(["Tháng 11", 430])
    rough.sheet_state = "hidden"
    book.save(to)


@workbook("q21_f01_prepared_early.xlsx")
def _(to: Path) -> None:
    filled(ward("13735", "2024Q4", prepared_on=dt.date(2024, 12, 4))).save(to)


@workbook("q22_f02_comment.xlsx")
def _(to: Path) -> None:
    book = filled(agency(13, "2024Y"))
    sheet = book["Báo cáo"]
    sheet.cell(row_of(sheet, "staff_total"), 5).comment = Comment("đã trừ số biệt phái", "Văn phòng")
    book.save(to)


@workbook("q23_f01_name_escapes.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13732", "2024Q4"))
    book.defined_names["SoLieuCu"] = DefinedName(
        "SoLieuCu", attr_text="'file:///D:/Bao cao/[QuyIII.xlsx]Báo cáo'!$E$22"
    )
    book.save(to)


@workbook("q24_f01_sheet_copied.xlsx")
def _(to: Path) -> None:
    book = filled(ward("13690", "2025Q1"))
    book.copy_worksheet(book["Báo cáo"]).title = "Báo cáo (2)"
    book.save(to)
