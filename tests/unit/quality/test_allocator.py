"""Settings of the allocator are in the environment before polars reads it, whichever room is asked first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from quality.allocator import SETTINGS, VARIABLE

_TELL = "import os, sys; seen = []\n" + (
    # what polars would read: the variable at the moment it is first looked for
    "class Watch:\n"
    "    def find_spec(self, name, path=None, target=None):\n"
    f"        if name == 'polars': seen.append(os.environ.get({VARIABLE!r}, ''))\n"
    "sys.meta_path.insert(0, Watch())\n"
)


@pytest.mark.parametrize(
    "module", ["ingestion.shapes", "quality.validate", "orchestration.cli.calendar", "ingestion.parsing.worker"]
)
@pytest.mark.parametrize("own", ["", "narenas:2"])
def test_polars_finds_the_settings_and_an_operators_after_them(module: str, own: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE} | (
        {VARIABLE: own} if own else {}
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{_TELL}import {module}\nassert 'polars' in sys.modules\nprint(seen[0])"],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert done.stdout.strip() == ",".join(filter(None, (SETTINGS, own)))
