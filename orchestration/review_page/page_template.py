"""The frame of every page: templates, style, and what the head of a page says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from ingestion.identify import OFFICE_TIME
from orchestration.wording import Row, vietnamese

CITY_PAGE = "tong-ket.html"
_TEMPLATES = Path(__file__).with_name("templates")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def template(name: str) -> jinja2.Template:
    """A template by its file name."""
    return _environment().get_template(name)


def head_of(city: Row, place: str, standing: str, content_hash: str) -> dict[str, Any]:
    """What the head of a page says: title, place, moment, whether the figures are a draft."""
    return {
        "title": f"Tổng kết năm {city['review_year']}, tiến độ chỉ tiêu năm {city['target_year']}",
        "place": place,
        "style": Markup((_TEMPLATES / "review.css").read_text(encoding="utf-8")),  # noqa: S704 — our own file
        "city": city | {"as_of_vi": vietnamese(city["as_of"].astimezone(ZoneInfo(OFFICE_TIME)))},
        "standing": standing,
        "content_hash": content_hash,
    }
