"""GENERATED from quality/contracts/forms/F02.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "staff_total": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03")], nullable=False),
    "staff_briefed": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "rules_issued": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=False),
    "models_taken_part": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "models_new": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_sessions": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_participants": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "coordination_rules_active": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "incidents_on_site": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "registered_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=False),
    "recognised_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=False),
    "movement_grade": pa.Column(pl.String, [pa.Check.isin(['excellent', 'good', 'average', 'weak'], name="VAL-06", error="VAL-06")], nullable=True),
}
