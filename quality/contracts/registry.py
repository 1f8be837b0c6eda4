"""Reads every contract once and hands out the validated objects."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from quality.contracts.form_model import Form
from quality.contracts.indicator_model import Component, Indicator, Theme

_HERE = Path(__file__).parent
_Contract = TypeVar("_Contract", Form, Theme)


class ContractError(ValueError):
    """A contract file is not valid; the message names the file and each fault in it."""


def _read(model: type[_Contract], path: Path) -> _Contract:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise ContractError(f"{path.name}: {error}") from error


@cache
def header() -> Form:
    """The block that stands on top of every form (F00)."""
    return _read(Form, _HERE / "forms" / "F00.yml")


@cache
def forms() -> dict[str, Form]:
    """Report forms by code (F01 ...), without the header."""
    found = (_read(Form, p) for p in sorted((_HERE / "forms").glob("F*.yml")) if p.stem != "F00")
    return {f.code: f for f in found}


@cache
def themes() -> tuple[Theme, ...]:
    """Indicator files, one a theme, in file order."""
    return tuple(_read(Theme, p) for p in sorted((_HERE / "indicators").glob("*.yml")))


@cache
def indicators() -> dict[str, Indicator]:
    """Indicators by code.

    Raises:
        ContractError: a code is used twice, or a component names a form or field that no contract has.
    """
    found: dict[str, Indicator] = {}
    for theme in themes():
        for indicator in theme.indicators:
            if indicator.code in found:
                raise ContractError(f"{theme.theme}.yml: {indicator.code} is defined twice")
            for part in (c for d in indicator.definitions() for c in d.components):
                _check_source(theme.theme, indicator.code, part)
            found[indicator.code] = indicator
    return found


def _check_source(theme: str, code: str, part: Component) -> None:
    if part.form not in forms():
        raise ContractError(f"{theme}.yml: {code} reads form {part.form}, which has no contract")
    fields = {f.name: f for f in forms()[part.form].fields()}
    for name in filter(None, (part.field, part.where_field)):
        if name not in fields:
            raise ContractError(f"{theme}.yml: {code} reads {part.form}.{name}, which is not a field of {part.form}")
    choices = {c.value for c in fields[part.where_field].choices} if part.where_field else set()
    if choices and part.where_value not in choices:
        raise ContractError(
            f"{theme}.yml: {code} asks for {part.where_field} = {part.where_value}, which is not one of its choices"
        )
