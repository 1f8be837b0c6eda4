"""The suites of the release gate: ``<suite>.yml`` says what is expected, ``<suite>.sql`` makes the table."""
