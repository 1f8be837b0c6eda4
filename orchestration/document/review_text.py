"""The words of the report as data (``review_text.yml``): sections, parts, sentences with names in braces."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WhenZero(_Strict):
    """A sentence for the case that all these indicators are a stated zero."""

    when_zero: tuple[str, ...]
    text: str


class Part(_Strict):
    """What stands below a heading of the second level."""

    title_vi: str
    paragraphs: tuple[tuple[str | WhenZero, ...], ...] = ()
    guiding_documents: str | None = None
    new_models: str | None = None
    reports: bool = False
    room: str | None = None


class Section(_Strict):
    """What stands below a heading of the first level."""

    title_vi: str
    parts: tuple[Part, ...] = ()
    targets: bool = False
    chart: Literal["change", "target"] | None = None
    room: str | None = None


class ReviewText(_Strict):
    """The whole report."""

    title_vi: str
    subject_vi: str
    opening_vi: str
    closing_vi: str
    sections: tuple[Section, ...]


@cache
def review_text() -> ReviewText:
    """The words of the yearly report."""
    return ReviewText.model_validate(yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8")))
