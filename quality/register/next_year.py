"""Preparing a report year as data: what is ready for it in the register, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from quality.register.periods import periods
from quality.register.register import Register
from quality.register.working_calendar import years_known


@dataclass(frozen=True)
class NextYear:
    """Outcome of preparing: forms by code, expected units by kind, submissions owed, and what is missing."""

    report_year: int
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
    owed = Register(**{**vars(register), "city": opened}).obligations()
    inside = register.perimeters.filter(pl.col("perimeter") == register.city.perimeter)
    units = register.units.join(inside, on=["unit_code", "valid_from"], how="semi").filter(
        (pl.col("valid_from") <= last) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= first))
    )
    kinds = {str(k): int(n) for k, n in units["kind"].value_counts().sort("kind").iter_rows()}
    per_kind = dict(owed["unit_kind"].value_counts().iter_rows())
    to_register = tuple(sorted(set(last_years_targets) - set(registered)))
    return NextYear(
        year,
        register.city.forms,
        kinds,
        sum(n * per_kind.get(kind, 0) for kind, n in kinds.items()),
        to_register,
        tuple(_missing(register, first, last, kinds, to_register)),
    )


def _missing(
    register: Register, first: date, last: date, kinds: dict[str, int], targets: tuple[str, ...]
) -> Iterable[str]:
    for year in (last.year, last.year + 1):
        if year not in years_known():
            yield f"Chưa có lịch nghỉ lễ năm {year} (national_holidays.csv): hạn nộp của các kỳ cuối chưa tính được."
    perimeter = register.city.perimeters.get(register.city.perimeter)
    if perimeter is not None and perimeter.valid_to is not None and perimeter.valid_to < first:
        yield (
            f"Địa bàn {register.city.perimeter} đã hết hiệu lực ngày {perimeter.valid_to:%d/%m/%Y}: "
            "chọn địa bàn mới trong city.yml."
        )
    owing = {kind for kind in register.obligations()["unit_kind"].unique() if kind not in kinds}
    if owing:
        yield f"Không có đơn vị nào thuộc loại {', '.join(sorted(owing))} trong địa bàn."
    if targets:
        yield f"Chưa đăng ký {len(targets)} chỉ tiêu đã có ở năm trước (mẫu F09): {', '.join(targets)}."


def write_opened(folder: Path, year: int, *, turn_review: bool) -> None:
    """Add ``year`` to the open years of ``city.yml``.

    Args:
        folder: the register's folder.
        year: the report year.
        turn_review: let the review compare the year before with the targets of ``year`` from now on.
    """
    path = folder / "city.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    said["open_years"] = sorted({*said["open_years"], year})
    if turn_review:
        said |= {"review_year": year - 1, "target_year": year}
    part = path.with_suffix(".part")
    part.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    part.replace(path)
