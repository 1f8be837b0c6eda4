"""GENERATED from quality/contracts/forms/F07.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "model_code": pa.Column(pl.String, [], nullable=False),
    "model_name": pa.Column(pl.String, [pa.Check.str_length(0, 200, name="VAL-07", error="VAL-07")], nullable=False),
    "model_topic": pa.Column(pl.String, [pa.Check.isin(['religion', 'fire_safety', 'cyberspace', 'urban_order', 'camera', 'youth', 'traffic', 'other'], name="VAL-06", error="VAL-06")], nullable=False),
    "lead_unit_code": pa.Column(pl.String, [], nullable=False),
    "scope": pa.Column(pl.String, [pa.Check.isin(['residential_area', 'ward', 'city', 'province'], name="VAL-06", error="VAL-06")], nullable=False),
    "launch_date": pa.Column(pl.Date, [], nullable=False),
    "stop_date": pa.Column(pl.Date, [], nullable=True),
    "recognised_by": pa.Column(pl.String, [pa.Check.isin(['commune', 'city', 'provincial_police', 'province'], name="VAL-06", error="VAL-06")], nullable=True),
    "recognised_on": pa.Column(pl.Date, [], nullable=True),
    "replication_level": pa.Column(pl.String, [pa.Check.isin(['none', 'city', 'province', 'national'], name="VAL-06", error="VAL-06")], nullable=False),
    "replication_notice_no": pa.Column(pl.String, [pa.Check.str_length(0, 60, name="VAL-07", error="VAL-07")], nullable=True),
    "sites": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
}
