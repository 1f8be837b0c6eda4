"""GENERATED from quality/contracts/forms/F04.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "size": pa.Column(pl.String, [pa.Check.isin(['large', 'medium', 'small', 'micro'], name="VAL-06", error="VAL-06")], nullable=False),
    "workers_total": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03")], nullable=False),
    "registered_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=True),
    "workers_briefed": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "guards_total": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "models_taken_part": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_sessions": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_participants": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "security_cameras": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "fire_incidents": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "incidents_on_site": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "recognised_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=True),
    "movement_grade": pa.Column(pl.String, [pa.Check.isin(['excellent', 'good', 'average', 'weak'], name="VAL-06", error="VAL-06")], nullable=True),
}
