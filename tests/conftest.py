"""For every test: no example of a property is timed. Speed is measured by ``make bench-ingest``."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kho138", deadline=None)
settings.load_profile("kho138")
