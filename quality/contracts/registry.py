"""Reads every contract once and hands out the validated objects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from quality.contracts.form_model import Confirmation, Form
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
    found = {f.code: f for f in (_read(Form, p) for p in sorted((_HERE / "forms").glob("F*.yml")) if p.stem != "F00")}
    for form in found.values():
        for field in form.fields():
            if field.confirmed_by:
                check_confirmation(found, f"{form.code}.{field.name}", field.confirmed_by)
    return found


def check_confirmation(known: Mapping[str, Form], whose: str, other: Confirmation) -> None:
    """Raise ContractError where ``other`` names what ``known`` forms do not have."""
    fields = {f.name: f for f in known[other.form].fields()} if other.form in known else {}
    if other.field not in fields or fields[other.field].type != "count":
        raise ContractError(f"{whose} is confirmed by {other.form}.{other.field}, which is no count of a form")
    if other.by not in known[other.form].submitter_kinds():
        raise ContractError(f"{whose} is confirmed by {other.by}, who does not send {other.form}")
    if other.where_field is not None:
        where = fields.get(other.where_field)
        if where is None or other.where_value not in {c.value for c in where.choices}:
            raise ContractError(
                f"{whose} asks for {other.where_field} = {other.where_value}, which {other.form} has not"
            )


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
