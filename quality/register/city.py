"""What ``city.yml`` says: the city, its review year, its perimeters, the forms in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from quality.register.fault import Fault, RegisterError


class Perimeter(BaseModel):
    """A territory figures can be about, and while it was one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name_vi: str
    valid_from: date = date(1, 1, 1)
    valid_to: date | None = None
    legal_basis: str = ""


class City(BaseModel):
    """Years are data: nothing in kho138 names one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    city_name_vi: str
    city_name_en: str
    committee_name_vi: str
    invented: bool
    invented_note_vi: str
    review_year: int
    target_year: int
    open_years: tuple[int, ...]
    perimeter: str
    perimeters: dict[str, Perimeter] = {}
    structure_date: date | None = None  # the "chosen date" of the third basis; none = the last reorganisation
    forms: tuple[str, ...]
    reply_working_days: int = 3  # a unit answers a return slip within this many working days of receipt


def read_city(folder: Path) -> City:
    """The city of the register in ``folder``.

    Raises:
        RegisterError: ``city.yml`` is missing or does not say what is needed (REG-04).
    """
    action = "Sửa city.yml theo mẫu của thành phố minh họa (kho138 demo)."
    try:
        return City.model_validate(yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8")))
    except ValidationError as error:
        raise RegisterError(
            *(
                Fault("city.yml", 0, ".".join(map(str, e["loc"])), "REG-04", f"“{e['input']}”: {e['msg']}.", action)
                for e in error.errors()
            )
        ) from error
    except (OSError, yaml.YAMLError) as error:
        problem = " ".join(f"Không đọc được: {error}.".split())
        raise RegisterError(Fault("city.yml", 0, "", "REG-04", problem, action)) from error
