"""Preparing a report year as data: what is ready for it in the register, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from quality.contracts.registry import header
from quality.register.periods import periods
from quality.register.register import Register
from quality.register.working_calendar import years_known


@dataclass(frozen=True)
class NextYear:
    """Outcome of preparing: forms by code, expected units by kind, submissions owed, and what is missing."""

    report_year: int
    perimeter: str  # territory in force that year
    perimeter_vi: str
    forms: tuple[str, ...]
    units_by_kind: dict[str, int]
    submissions_owed: int
    targets_to_register: tuple[str, ...]
    missing_vi: tuple[str, ...]


def prepare(register: Register, year: int, last_years_targets: Iterable[str], registered: Iterable[str]) -> NextYear:
    """What the register holds for ``year``.

    Args:
        register: the city's register.
        year: the report year to open.
        last_years_targets: indicators with a target in the year before.
        registered: indicators with a target in ``year`` already.
    """
    windows = periods([year])
    frame = windows.filter((pl.col("period_frame") == "ND09") & (pl.col("part") == "Y"))
    first, last = frame["period_start"][0], frame["period_end"][0]
    opened = register.city.model_copy(update={"open_years": (year,)})
    owed = replace(register, city=opened).obligations()
    perimeter = _in_force(register, first, last)
    inside = register.perimeters.filter((pl.col("perimeter") == perimeter) & (pl.col("reports") != "no"))
    units = register.units.join(inside, on=["unit_code", "valid_from"], how="semi").filter(
        (pl.col("valid_from") <= last) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= first))
    )
    kinds = {str(k): int(n) for k, n in units["kind"].value_counts().sort("kind").iter_rows()}
    per_kind = dict(owed["unit_kind"].value_counts().iter_rows())
    to_register = tuple(sorted(set(last_years_targets) - set(registered)))
    return NextYear(
        year,
        perimeter,
        register.city.perimeters[perimeter].name_vi if perimeter in register.city.perimeters else perimeter,
        register.city.forms,
        kinds,
        sum(n * per_kind.get(kind, 0) for kind, n in kinds.items()),
        to_register,
        tuple(_missing(register, perimeter, first, last, kinds, to_register)),
    )


def _in_force(register: Register, first: date, last: date) -> str:
    """The city's perimeter while it lasts; afterwards the one territory in force all the year, if there is one."""
    known = {name: (p.valid_from, p.valid_to or date.max) for name, p in register.city.perimeters.items()}
    now = register.city.perimeter
    if known.get(now, (date.min, date.max))[1] >= last:
        return now
    others = [name for name, (since, until) in known.items() if since <= first and until >= last]
    return others[0] if len(others) == 1 else now


def _missing(
    register: Register, perimeter: str, first: date, last: date, kinds: dict[str, int], targets: tuple[str, ...]
) -> Iterable[str]:
    for year in (last.year, last.year + 1):
        if year not in years_known():
            yield f"Chưa có lịch nghỉ lễ năm {year} (national_holidays.csv): hạn nộp của các kỳ cuối chưa tính được."
    own = register.city.perimeters.get(register.city.perimeter)
    if own is not None and own.valid_to is not None and own.valid_to < last:
        action = (
            "chọn địa bàn mới trong city.yml" if perimeter == register.city.perimeter
            else f"dùng {perimeter}; ghi vào city.yml khi chuyển năm tổng kết (--turn-review)"
        )  # fmt: skip
        yield f"Địa bàn {register.city.perimeter} hết hiệu lực ngày {own.valid_to:%d/%m/%Y}: {action}."
    owing = {kind for kind in register.obligations()["unit_kind"].unique() if kind not in kinds}
    if owing:
        labels = ", ".join(sorted(kind_vi(kind) for kind in owing))
        yield f"Không có đơn vị nào thuộc loại {labels} trong địa bàn: biểu mẫu của loại này không ai phải gửi."
    if targets:
        yield f"Chưa đăng ký {len(targets)} chỉ tiêu đã có ở năm trước (mẫu F09)."


def kind_vi(kind: str) -> str:
    """A kind of submitter as the forms call it."""
    named = next(f for f in header().fields() if f.name == "submitter_kind")
    return next((c.label_vi for c in named.choices if c.value == kind), kind)


def write_opened(folder: Path, year: int, *, turn_review: bool, perimeter: str) -> None:
    """Add ``year`` to the open years of ``city.yml``; doing it twice changes nothing.

    Args:
        folder: the register's folder.
        year: the report year.
        turn_review: let the review compare the year before with the targets of ``year`` from now on, on ``perimeter``.
        perimeter: territory in force in ``year``.
    """
    path = folder / "city.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    said["open_years"] = sorted({*said["open_years"], year})
    if turn_review:
        said |= {"review_year": year - 1, "target_year": year, "perimeter": perimeter}
    part = path.with_suffix(".part")
    part.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    part.replace(path)
