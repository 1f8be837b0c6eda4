"""GENERATED from quality/contracts/forms/F09.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "indicator_code": pa.Column(pl.String, [], nullable=False),
    "comparator": pa.Column(pl.String, [pa.Check.isin(['at_least', 'at_most', 'change_at_most_pct', 'change_at_least_pct'], name="VAL-06", error="VAL-06")], nullable=False),
    "target_value": pa.Column(pl.Float64, [], nullable=False),
    "phasing": pa.Column(pl.String, [pa.Check.isin(['linear', 'year_end', 'milestones'], name="VAL-06", error="VAL-06")], nullable=True),
    "document_no": pa.Column(pl.String, [pa.Check.str_length(0, 80, name="VAL-07", error="VAL-07")], nullable=False),
    "document_date": pa.Column(pl.Date, [], nullable=False),
    "target_version": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03")], nullable=False),
    "weaker_reason": pa.Column(pl.String, [pa.Check.str_length(0, 300, name="VAL-07", error="VAL-07")], nullable=True),
}
