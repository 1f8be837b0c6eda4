"""GENERATED from quality/contracts/forms/F00.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "form_code": pa.Column(pl.String, [], nullable=False),
    "form_version": pa.Column(pl.String, [], nullable=False),
    "submitter_kind": pa.Column(pl.String, [pa.Check.isin(['ward_commune', 'agency', 'mass_org', 'enterprise', 'school', 'police', 'city_sc138'], name="VAL-06", error="VAL-06")], nullable=False),
    "submitter_code": pa.Column(pl.String, [], nullable=False),
    "submitter_name": pa.Column(pl.String, [pa.Check.str_length(0, 200, name="VAL-07", error="VAL-07")], nullable=False),
    "area_code": pa.Column(pl.String, [], nullable=True),
    "report_year": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "period_type": pa.Column(pl.String, [pa.Check.isin(['month', 'quarter', 'half_year', 'nine_months', 'year'], name="VAL-06", error="VAL-06")], nullable=False),
    "period_frame": pa.Column(pl.String, [pa.Check.isin(['nd09', 'tt124_kdc', 'tt124_unit', 'qh_crime', 'calendar', 'school_year'], name="VAL-06", error="VAL-06")], nullable=False),
    "period_start": pa.Column(pl.Date, [], nullable=False),
    "period_end": pa.Column(pl.Date, [], nullable=False),
    "submission_no": pa.Column(pl.Int64, [pa.Check.ge(1.0, name="VAL-03", error="VAL-03"), pa.Check.le(99.0, name="VAL-03", error="VAL-03")], nullable=False),
    "corrects_submission": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=True),
    "correction_reason": pa.Column(pl.String, [pa.Check.str_length(0, 500, name="VAL-07", error="VAL-07")], nullable=True),
    "prepared_on": pa.Column(pl.Date, [], nullable=False),
    "secrecy": pa.Column(pl.String, [pa.Check.isin(['not_secret'], name="VAL-06", error="VAL-06")], nullable=False),
}
