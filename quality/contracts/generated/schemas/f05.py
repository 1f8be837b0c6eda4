"""GENERATED from quality/contracts/forms/F05.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "level": pa.Column(pl.String, [pa.Check.isin(['mn', 'th', 'thcs', 'thpt', 'lien_cap', 'gdtx', 'gdnn', 'cd_dh'], name="VAL-06", error="VAL-06")], nullable=False),
    "students_total": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03")], nullable=False),
    "staff_total": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03")], nullable=False),
    "students_briefed": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "models_taken_part": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_sessions": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "propaganda_participants": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "security_cameras": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "school_violence_cases": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "students_disciplined": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "at_risk_youth_managed": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "registered_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=True),
    "recognised_safe": pa.Column(pl.String, [pa.Check.isin(['yes', 'no'], name="VAL-06", error="VAL-06")], nullable=True),
    "movement_grade": pa.Column(pl.String, [pa.Check.isin(['excellent', 'good', 'average', 'weak'], name="VAL-06", error="VAL-06")], nullable=True),
}
