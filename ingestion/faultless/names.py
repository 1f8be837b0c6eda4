"""Fields in numbers, and the forms a candidate may be of."""

from __future__ import annotations

from functools import cache

from quality.contracts.registry import forms, header


@cache
def field_names() -> tuple[str, ...]:
    """Every field of the header and of the forms once; its position here is its name_no."""
    return tuple(dict.fromkeys(f.name for form in (header(), *forms().values()) for f in form.fields()))


@cache
def name_numbers() -> dict[str, int]:
    """name_no of every field."""
    return {name: number for number, name in enumerate(field_names())}


@cache
def present_forms() -> tuple[tuple[str, str], ...]:
    """Code and present version of every form of one value a field."""
    return tuple((form.code, form.version) for form in forms().values() if form.layout == "record")
