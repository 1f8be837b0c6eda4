"""The demonstration city: real workbooks with invented figures whose totals are the article's."""

from ingestion.sample_city.write_city import CitySummary, write_city

__all__ = ["CitySummary", "write_city"]
