"""Writes the workbook of one edition: real numbers an official can sort and print, and the notes that go with them."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from ingestion.identify import OFFICE_TIME
from orchestration.wording import not_shown, vietnamese
from orchestration.workbook import sheets
from orchestration.workbook.edition_tables import EditionTables
from orchestration.workbook.layout import Heading, SheetWriter

# a text of a sender that begins with "=" or "http" stays a text
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(edition_database: Path, target: Path, standing: str | None = None) -> None:
    """Write ``target`` (.xlsx) from the edition alone, whole or not at all; the same edition gives the same bytes.

    Args:
        edition_database: DuckDB file of an edition, for any audience.
        target: file to write; one that is there is replaced.
        standing: whether the edition is a draft or who accepted it, where the caller knows.
    """
    part = target.with_name(f".{target.name}.part")
    with EditionTables(edition_database) as tables, xlsxwriter.Workbook(str(part), _OPTIONS) as workbook:
        writer = SheetWriter(workbook, _heading(tables, standing))
        sheets.city_sheet(writer, tables)
        sheets.ward_sheet(writer, tables)
        sheets.unit_sheet(writer, tables)
        sheets.model_sheet(writer, tables)
        sheets.reporting_sheets(writer, tables)
        sheets.definition_sheet(writer, tables)
        writer.prose("Chú giải", "Chú giải", _notes(tables, standing))
        city = tables.city
        workbook.set_properties({
            "title": f"Tổng kết năm {city['review_year']} – {city['city_name_vi']}",
            "company": city["committee_name_vi"],
            # the moment of the figures: the clock of the writing machine would make two files of one edition
            "created": city["as_of"].astimezone(ZoneInfo("UTC")).replace(tzinfo=None),
        })  # fmt: skip
    part.replace(target)


def _heading(tables: EditionTables, standing: str | None) -> Heading:
    city = tables.city
    known = f"Số liệu nhận đến {vietnamese(city['as_of'].astimezone(ZoneInfo(OFFICE_TIME)))}"
    warning = city["invented_note_vi"] if city["invented"] else ""
    return Heading(city["committee_name_vi"], warning, f"{known}. {standing}." if standing else f"{known}.")


def _notes(tables: EditionTables, standing: str | None) -> list[tuple[str, str]]:
    city = tables.city
    review, target = city["review_year"], city["target_year"]
    known = vietnamese(city["as_of"].astimezone(ZoneInfo(OFFICE_TIME)))
    return [
        ("Cơ quan", city["committee_name_vi"]),
        ("Nội dung", f"Kết quả năm {review}, so với năm {review - 1} và với chỉ tiêu năm {target}."),
        ("Số liệu nhận đến", known),
        ("Mã nội dung bản công bố", tables.content_hash()),
        ("Nguồn", "Báo cáo của các đơn vị đã được hệ thống kho138 kiểm tra và chấp nhận; lệnh “kho138 trace” dẫn"
         " từng con số về tệp, trang tính và ô đã nhận."),
        ("Số liệu minh họa", city["invented_note_vi"] if city["invented"] else "Không có."),
        ("Phê duyệt", standing or "Tệp này không ghi tình trạng phê duyệt."),
        ("Số 0", "Đơn vị đã báo cáo là không phát sinh."),
        (f"“{not_shown(None)}”", "Không có số liệu hoặc không áp dụng."),
        (f"“{not_shown('missing')}”", "Chưa có báo cáo được chấp nhận; không phải là 0."),
        (f"“{not_shown('not_applicable')}”", "Chỉ tiêu không áp dụng cho đơn vị hoặc năm này."),
        (f"“{not_shown('not_due')}”", "Kỳ báo cáo chưa kết thúc."),
        (f"“{not_shown('suppressed')}”", "Số nhỏ hoặc số có thể suy ra số nhỏ, được giữ kín để không nhận ra cá nhân."),
        ("Không so sánh được", "Hai năm không cùng địa bàn hoặc thiếu số liệu một năm, nên không tính tăng, giảm."),
        ("Ít nhất, nhiều nhất", "Mức thấp nhất và cao nhất của con số khi các đơn vị còn thiếu báo cáo gửi đủ."),
        ("Tiến độ", f"So kết quả đã thực hiện của năm {target} với mức cần có đến nay theo cách phân kỳ đã đăng ký;"
         " kết luận đạt hay không đạt chỉ có khi hết năm."),
        ("Số trong bảng", "Là số thật, sắp xếp, lọc và tính toán được; tệp không có công thức và không liên kết ra"
         " ngoài. Dấu phân cách hiện theo thiết lập vùng của máy (tiếng Việt: 20.432 và 12,5)."),
    ]  # fmt: skip
