"""Units of measure: the key a contract uses and the Vietnamese word a submitter reads."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _labels() -> dict[str, str]:
    labels: dict[str, str] = yaml.safe_load(Path(__file__).with_name("units_of_measure.yml").read_text("utf-8"))
    return labels


def label_vi(unit: str) -> str:
    """Vietnamese word of a unit key ("case" is "vụ").

    Raises:
        KeyError: the unit is not in units_of_measure.yml.
    """
    return _labels()[unit]


@cache
def _other_words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("unit_words.yml").read_text("utf-8"))
    return words


def words_vi(unit: str) -> tuple[str, ...]:
    """Words that may stand behind a number of this unit: its label, the parts of it, and those of unit_words.yml."""
    label = label_vi(unit)
    words = (label, *label.split(", "), *_other_words().get(unit, ()))
    return tuple(dict.fromkeys(filter(None, words)))
