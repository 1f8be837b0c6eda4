"""``register/editions.yml``: how long old editions of readers stay. Without the file: 12 versions, 90 days at least."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from quality.contracts.form_model import Strict

FILE_NAME = "editions.yml"


class EditionSettingsError(ValueError):
    """The file cannot be used; the message says why."""


class EditionSettings(Strict):
    """Versions that stay for each audience, and the days a version stays after another took its place."""

    keep_versions: Annotated[int, Field(ge=1)] = 12
    keep_days: Annotated[float, Field(ge=0)] = 90


def read_edition_settings(register: Path) -> EditionSettings:
    """Settings of the register in ``register``.

    Raises:
        EditionSettingsError: the file is there and cannot be used.
    """
    path = register / FILE_NAME
    if not path.exists():
        return EditionSettings()
    try:
        return EditionSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError) as error:
        raise EditionSettingsError(f"{path}: {error}") from error
