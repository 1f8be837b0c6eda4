"""The register of the demonstration city, for every test that judges files."""

from __future__ import annotations

import pytest

from ingestion.sample_city.register_files import write_register
from quality.register.register import Register


@pytest.fixture(scope="session")
def city_register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("city_register")
    write_register(folder)
    return Register.read(folder)
