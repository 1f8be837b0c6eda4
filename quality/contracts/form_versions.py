"""Older versions of forms that are still read beside the present one: what was called otherwise, what was not there.

Belongs here: the shape of ``forms/versions/*.yml`` and reading it. A version nobody declared is refused (FORM-02).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, StringConstraints, ValidationError

from quality.contracts.form_model import Name, Strict, Text
from quality.contracts.registry import ContractError, forms

_FOLDER = Path(__file__).parent / "forms" / "versions"


class OlderVersion(Strict):
    """How a version of a form differs from the present contract."""

    form: Annotated[str, StringConstraints(pattern=r"^F\d{2}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.[1-9]\d*$")]
    last_report_year: int  # for later years the present version is asked for
    labels: dict[Name, Text] = Field(default_factory=dict)  # present field -> label of that version
    renamed: dict[Name, Name] = Field(default_factory=dict)  # hidden id of that version -> present field
    absent: tuple[Name, ...] = ()  # present fields that version did not ask for
    why: Text


@cache
def older_versions() -> dict[tuple[str, str], OlderVersion]:
    """Declared older versions by form and version.

    Raises:
        ContractError: a file is malformed, names a form or field that no contract has, or the present version.
    """
    found: dict[tuple[str, str], OlderVersion] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        try:
            older = OlderVersion.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError) as error:
            raise ContractError(f"{path.name}: {error}") from error
        form = forms().get(older.form)
        if form is None or form.version == older.version or (older.form, older.version) in found:
            raise ContractError(f"{path.name}: {older.form} {older.version} is no older version of a form")
        names = {f.name for f in form.fields()}
        if strange := {*older.labels, *older.renamed.values(), *older.absent} - names:
            raise ContractError(f"{path.name}: {sorted(strange)} are no fields of {older.form}")
        found[older.form, older.version] = older
    return found
