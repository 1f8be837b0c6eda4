"""Workbooks laid out by hand from the forms, and what must come of them (expected.yml)."""
