"""Makes odd.xls and odd.ods anew: ``python -m tests.golden.oddities.make_workbooks`` (needs LibreOffice).

Belongs here: what a sender's program leaves in a workbook besides figures, written as .xlsx and saved again by
LibreOffice, so that both files are those of a program that knows nothing of this project.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).parent
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("Báo cáo")
        sheet.merge_range("A1:E2", "BÁO CÁO")
        sheet.write_formula("E5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("E6", "='[nam truoc.xlsx]Sheet1'!A1", None, 5)
        sheet.write_formula("E7", '=IF(E10=7,"",1)', None, "")
        sheet.write_datetime("E8", dt.datetime(2024, 3, 5), book.add_format({"num_format": "d/m"}))  # noqa: DTZ001 — a cell has no zone
        sheet.write("E9", 0.125, book.add_format({"num_format": "0.0%"}))
        sheet.write("E10", 7)
        sheet.write_comment("E10", "số này đã hỏi lại")
        sheet.write("E11", "a_x0007_b")
        sheet.write("E13", 8)
        sheet.set_row(12, None, None, {"hidden": True})
        sheet.write("H10", 9)
        sheet.set_column("H:H", 9, None, {"hidden": True})
        sheet.write("E14", 0.5, book.add_format({"num_format": "hh:mm:ss"}))
        sheet.write_url("A15", "mailto:hop.thu@example.com", string="thư")
        sheet.insert_textbox("J2", "trong khung")
        sheet.insert_image("J20", "dot.png", {"image_data": io.BytesIO(_DOT)})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Báo cáo'!$E$9:$E$10"})
        chart.set_title({"name": "Tên biểu đồ"})
        sheet.insert_chart("J30", chart)
        sheet.data_validation("B2", {"validate": "list", "source": ["một", "hai"], "input_message": "lời nhắc"})
        book.define_name("Nguon", "='[nam truoc.xlsx]Sheet1'!$A$1")
        book.add_worksheet("Nháp").hide()
        last = book.add_worksheet("Sau biểu đồ")
        last.write("B2", 3)
        last.write_comment("B2", "trang sau")
    return out.getvalue()


def main() -> None:
    """Write both files."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "odd.xlsx"
        source.write_bytes(_workbook())
        for kind, saved in (("xls", "xls:MS Excel 97"), ("ods", "ods:calc8")):
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", saved]
            subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=120)
            (FOLDER / f"odd.{kind}").write_bytes((Path(folder) / f"odd.{kind}").read_bytes())


if __name__ == "__main__":
    main()
