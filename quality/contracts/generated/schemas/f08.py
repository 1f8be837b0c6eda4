"""GENERATED from quality/contracts/forms/F08.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "unit_kind": pa.Column(pl.String, [pa.Check.isin(['kdc', 'commune', 'agency', 'enterprise', 'school'], name="VAL-06", error="VAL-06")], nullable=False),
    "eligible": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "registered": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "recognised": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "not_recognised": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "recognised_by": pa.Column(pl.String, [pa.Check.isin(['commune', 'district', 'province'], name="VAL-06", error="VAL-06")], nullable=False),
    "decision_no": pa.Column(pl.String, [pa.Check.str_length(0, 60, name="VAL-07", error="VAL-07")], nullable=True),
    "decision_date": pa.Column(pl.Date, [], nullable=True),
    "graded": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "grade_excellent": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "grade_good": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "grade_average": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "grade_weak": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
}
