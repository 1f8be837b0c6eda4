"""Which tool owns which check: contracts, dbt, Great Expectations and Dagster, read from where each is written."""
