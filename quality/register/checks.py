"""What must hold between the tables of a register. Every fault says file, row, column, rule and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
from stdnum.vn import mst

from quality.contracts.registry import forms
from quality.contracts.vocabulary import SUBMITTER_KINDS
from quality.register.city import City
from quality.register.contact_addresses import CHANNELS, is_address, looks_personal
from quality.register.exclusions import exclusions
from quality.register.fault import Fault

Tables = dict[str, pl.DataFrame]


def faults(city: City, tables: Tables) -> Iterator[Fault]:
    """Every fault of a register whose tables have the right columns and types."""
    numbered = {name: table.with_row_index("row", offset=2) for name, table in tables.items()}
    yield from _units(numbered["units"])
    yield from _references(city, numbered)
    yield from _weights(numbered["successions"])
    yield from _contacts(numbered["contacts"])
    for code in sorted(set(city.forms) - set(forms())):
        yield Fault("city.yml", 0, "forms", "REG-19", f"Không có mẫu {code}.", "Chỉ ghi các mẫu có trong hệ thống.")


def _of(
    table: pl.DataFrame, wrong: pl.Expr, file: str, column: str, rule: str, said: str, action: str
) -> Iterator[Fault]:
    for row in table.filter(wrong).iter_rows(named=True):
        yield Fault(file, row["row"], column, rule, said.format(**row), action)


def _units(units: pl.DataFrame) -> Iterator[Fault]:
    file = "units.csv"
    col = pl.col
    kinds = ", ".join(SUBMITTER_KINDS)
    yield from _of(
        units,
        col("unit_code").is_null() | col("name_vi").is_null() | col("valid_from").is_null(),
        file,
        "unit_code",
        "REG-10",
        "Thiếu mã, tên hoặc ngày bắt đầu.",
        "Điền đủ ba ô này.",
    )
    yield from _of(
        units,
        ~col("kind").is_in(SUBMITTER_KINDS).fill_null(value=False),
        file,
        "kind",
        "REG-11",
        "Loại đơn vị “{kind}” không có.",
        f"Dùng một trong: {kinds}.",
    )
    yield from _of(
        units,
        col("valid_to") < col("valid_from"),
        file,
        "valid_to",
        "REG-12",
        "{unit_code} kết thúc {valid_to} trước khi bắt đầu {valid_from}.",
        "Sửa một trong hai ngày.",
    )
    overlap = units.sort("unit_code", "valid_from").with_columns(
        last=pl.col("valid_to").shift(1).over("unit_code").fill_null(date.max),
        first=pl.col("unit_code").cum_count().over("unit_code"),
    )
    yield from _of(
        overlap,
        (col("first") > 1) & (col("valid_from") <= col("last")),
        file,
        "valid_from",
        "REG-13",
        "{unit_code} có hai dòng cùng có hiệu lực ngày {valid_from}.",
        "Kết thúc dòng trước một ngày trước đó.",
    )
    allowed = {code: spec["kinds"] for code, spec in exclusions().items()}
    for row in units.filter(col("excluded_because").is_not_null()).iter_rows(named=True):
        if row["kind"] not in allowed.get(row["excluded_because"], ()):
            said = f"Lý do “{row['excluded_because']}” không dùng cho loại {row['kind']}."
            yield Fault(file, row["row"], "excluded_because", "REG-14", said, f"Dùng một trong: {', '.join(allowed)}.")
    for row in units.filter(col("kind") == "enterprise").iter_rows(named=True):
        if not mst.is_valid(row["unit_code"] or ""):
            said = f"{row['unit_code']} không phải mã số thuế (sai chữ số kiểm tra, Thông tư 105/2020/TT-BTC)."
            yield Fault(file, row["row"], "unit_code", "REG-15", said, "Đối chiếu mã số thuế, giữ cả số 0 ở đầu.")


def _references(city: City, tables: Tables) -> Iterator[Fault]:
    units = tables["units"]
    keys = units.select("unit_code", "valid_from")
    for name, code, start in (
        ("perimeters", "unit_code", "valid_from"),
        ("aliases", "unit_code", "valid_from"),
        ("successions", "old_code", "old_valid_from"),
        ("successions", "new_code", "new_valid_from"),
    ):
        lost = tables[name].join(keys, left_on=[code, start], right_on=["unit_code", "valid_from"], how="anti")
        for row in lost.iter_rows(named=True):
            said = f"Không có đơn vị {row[code]} bắt đầu từ {row[start]} trong units.csv."
            yield Fault(f"{name}.csv", row["row"], code, "REG-16", said, "Ghi đúng mã và ngày bắt đầu của đơn vị.")
    for name in ("contacts", "exemptions"):
        for row in tables[name].join(keys, on="unit_code", how="anti").iter_rows(named=True):
            said = f"Không có đơn vị {row['unit_code']}."
            yield Fault(f"{name}.csv", row["row"], "unit_code", "REG-16", said, "Ghi đúng mã đơn vị.")
    known = set(tables["perimeters"]["perimeter"])
    if city.perimeter not in known:
        said = f"Địa bàn {city.perimeter} không có đơn vị nào trong perimeters.csv."
        yield Fault("city.yml", 0, "perimeter", "REG-17", said, "Thêm các đơn vị của địa bàn vào perimeters.csv.")
    for name in sorted(set(city.perimeters) - known):
        yield Fault(
            "city.yml", 0, "perimeters", "REG-17", f"Địa bàn {name} không có đơn vị nào.", "Bỏ đi hoặc thêm đơn vị."
        )


def _weights(successions: pl.DataFrame) -> Iterator[Fault]:
    file, col = "successions.csv", pl.col
    yield from _of(
        successions,
        (col("weight") <= 0) | (col("weight") > 1),
        file,
        "weight",
        "REG-18",
        "Tỷ lệ {weight} không nằm trong khoảng (0; 1].",
        "Ghi phần của đơn vị cũ chuyển sang đơn vị mới.",
    )
    yield from _of(
        successions,
        (col("weight") < 1) & col("weight_basis").is_null(),
        file,
        "weight_basis",
        "REG-18",
        "Chia {old_code} theo tỷ lệ mà không nêu căn cứ.",
        "Nêu căn cứ của tỷ lệ, ví dụ dân số theo đề án.",
    )
    yield from _of(
        successions,
        col("legal_basis").is_null(),
        file,
        "legal_basis",
        "REG-18",
        "Thiếu căn cứ pháp lý của việc sắp xếp {old_code}.",
        "Ghi số nghị quyết hoặc quyết định.",
    )
    odd = successions.with_columns(
        total=col("weight").sum().over("old_code", "old_valid_from"),
        undeclared=col("weight").null_count().over("old_code", "old_valid_from"),
        parts=pl.len().over("old_code", "old_valid_from"),
    ).filter(
        ((col("undeclared") > 0) & (col("undeclared") < col("parts")))
        | ((col("undeclared") == 0) & ((col("total") - 1).abs() > 1e-9))
    )
    for row in odd.iter_rows(named=True):
        said = f"Các tỷ lệ của {row['old_code']} cộng lại là {row['total']:g}, hoặc mới khai báo một phần."
        yield Fault(file, row["row"], "weight", "REG-18", said, "Khai đủ mọi phần, tổng bằng 1; hoặc để trống tất cả.")


def _contacts(contacts: pl.DataFrame) -> Iterator[Fault]:
    for row in contacts.iter_rows(named=True):
        address = row["address"] or ""
        if row["channel"] not in CHANNELS or not is_address(address):
            said = f"“{row['channel']}: {address}” không phải địa chỉ dùng được."
            yield Fault(
                "contacts.csv", row["row"], "address", "REG-20", said, "Ghi channel là email và một địa chỉ thư."
            )
        elif looks_personal(address):
            said = "Địa chỉ có dạng hộp thư cá nhân."  # the address itself is not repeated: it may be somebody's
            action = "Chỉ dùng hộp thư công vụ của cơ quan, ví dụ vanthu.<đơn vị>@... (Luật 91/2025/QH15)."
            yield Fault("contacts.csv", row["row"], "address", "REG-21", said, action)
