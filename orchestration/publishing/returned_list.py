"""What was returned to whom and why, as a CSV an official can open."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

FILE_NAME = "tra-lai.csv"
_HEADINGS = (
    "Đơn vị",
    "Mã đơn vị",
    "Tệp",
    "Mẫu",
    "Kỳ",
    "Kết quả",
    "Quy tắc",
    "Trang tính",
    "Ô",
    "Giá trị",
    "Vấn đề",
    "Cách sửa",
)
_SQL = """
    select u.name_vi, i.sender_code, i.source_name, i.form_code, i.period_id,
        case i.verdict when 'returned' then 'Trả lại' when 'quarantined' then 'Giữ lại' else 'Cần giải trình' end,
        i.rule_id, i.sheet, i.cell, i.value_seen, i.message_vi, i.action_vi
    from edition.marts.fct_quality_issue as i
    left join (
        select unit_code, arg_max(name_vi, valid_from) as name_vi
        from edition.marts.dim_reporting_unit
        group by unit_code
    ) as u on i.sender_code = u.unit_code
    order by i.sender_kind, i.sender_code, i.source_name, i.rule_id, i.cell
"""
_INVENTED = "select invented_note_vi from edition.marts.dim_city where invented"
# a cell that a spreadsheet would read as a formula is given a quote in front: text of senders stays text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_returned_list(connection: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Write ``tra-lai.csv`` from the attached edition, whole or not at all."""
    path = folder / FILE_NAME
    part = folder / f".{FILE_NAME}.part"
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for (note,) in connection.execute(_INVENTED).fetchall():
            writer.writerow([note])
        writer.writerow(_HEADINGS)
        for row in connection.execute(_SQL).fetchall():
            writer.writerow([_safe(value) for value in row])
    part.replace(path)
    return path


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
