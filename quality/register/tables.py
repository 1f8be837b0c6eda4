"""The files of a city's register, column by column, and how they are read."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from quality.register.fault import Fault, RegisterError

MOMENT: pl.DataType | type[pl.DataType] = pl.Datetime("us", "UTC")
_Columns = dict[str, pl.DataType | type[pl.DataType]]

# learned_at is when the committee learned it (the date of the decision), not when it takes effect;
# empty = known from the beginning.
TABLES: dict[str, _Columns] = {
    # a unit as it is from valid_from to valid_to (both included); (unit_code, valid_from) is its key
    "units": {
        "unit_code": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "kind": pl.String,
        "name_vi": pl.String,
        "unit_type": pl.String,
        "parent_code": pl.String,
        "area_code": pl.String,
        "excluded_because": pl.String,  # outside the standard of circular 124: a key of exclusions.yml
        "legal_basis": pl.String,
        "invented": pl.String,
        "learned_at": MOMENT,
    },
    # other names of a unit and when they were its name; former = its official name once
    "aliases": {
        "unit_code": pl.String,
        "valid_from": pl.Date,
        "alias": pl.String,
        "alias_kind": pl.String,  # short | former
        "used_from": pl.Date,
        "used_to": pl.Date,
    },
    # which unit became which; weight = share of the old unit's figures, empty = not declared
    "successions": {
        "old_code": pl.String,
        "old_valid_from": pl.Date,
        "new_code": pl.String,
        "new_valid_from": pl.Date,
        "weight": pl.Float64,
        "weight_basis": pl.String,
        "effective_date": pl.Date,
        "legal_basis": pl.String,
        "learned_at": MOMENT,
    },
    # territory of a perimeter through time; reports = no: inside the territory, but never reported to the committee
    "perimeters": {"perimeter": pl.String, "unit_code": pl.String, "valid_from": pl.Date, "reports": pl.String},
    # a unit that need not send a form for periods ending in exempt_from..exempt_to
    "exemptions": {
        "unit_code": pl.String,
        "form_code": pl.String,
        "exempt_from": pl.Date,
        "exempt_to": pl.Date,
        "reason_vi": pl.String,
        "legal_basis": pl.String,
        "learned_at": MOMENT,
    },
    "contacts": {"unit_code": pl.String, "channel": pl.String, "address": pl.String},
    # the city's own days, on top of the national table (holidays.csv beside this file)
    "holidays": {"date": pl.Date, "name_vi": pl.String},
    "expected_figures": {
        "figure_id": pl.String,
        "indicator_code": pl.String,
        "report_year": pl.Int32,
        "comparator": pl.String,
        "value": pl.Float64,
        "seed_sentence": pl.String,
        "published_on": pl.Date,  # what was known at the end of this day must give the figure
    },
}
OPTIONAL = frozenset({"exemptions", "contacts", "holidays", "aliases", "successions", "expected_figures"})
_SHOWN = {"Date": "ngày (năm-tháng-ngày, ví dụ 2024-09-01)", "Float64": "số", "Int32": "số nguyên"}


def empty_tables() -> dict[str, pl.DataFrame]:
    """A register without rows: every table of it, with its columns."""
    return {name: pl.DataFrame(schema=columns) for name, columns in TABLES.items()}


def read_table(folder: Path, name: str) -> pl.DataFrame:
    """One table of the register in ``folder``; a missing optional file is a table without rows.

    Raises:
        RegisterError: the file is missing or cannot be read (REG-01), has other columns (REG-02),
            or a cell is not of its column's type (REG-03).
    """
    path = folder / f"{name}.csv"
    columns = TABLES[name]
    if name in OPTIONAL and not path.exists():
        return pl.DataFrame(schema=columns)
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        action = "Khôi phục tệp từ bản lưu; tệp là CSV, mã UTF-8, dấu phẩy ngăn cột."
        raise RegisterError(Fault(path.name, 0, "", "REG-01", f"Không đọc được: {error}.", action)) from error
    if raw.columns != list(columns):
        problem = f"Các cột là {', '.join(raw.columns)}."
        action = f"Dòng đầu phải là: {','.join(columns)}."
        raise RegisterError(Fault(path.name, 1, "", "REG-02", problem, action))
    return _typed(raw, path.name, columns)


def _typed(raw: pl.DataFrame, file: str, columns: _Columns) -> pl.DataFrame:
    faults = []
    typed = raw
    for column, dtype in columns.items():
        text = raw[column]
        if dtype == pl.Date:
            got = text.str.to_date("%Y-%m-%d", strict=False)
        elif dtype == MOMENT:
            got = text.str.to_datetime("%+", time_zone="UTC", strict=False).cast(MOMENT)
        else:
            got = text.cast(dtype, strict=False)
        wrong = (got.is_null() & text.is_not_null()).arg_true()
        shown = _SHOWN.get(str(dtype), "thời điểm (ví dụ 2024-07-23T00:00:00Z)")
        faults += [
            Fault(file, n + 2, column, "REG-03", f"“{text[n]}” không phải {shown}.", f"Ghi lại ô này bằng một {shown}.")
            for n in wrong
        ]
        typed = typed.with_columns(got.alias(column))
    if faults:
        raise RegisterError(*faults)
    return typed
