"""GENERATED from quality/contracts/forms/F06.yml by quality.contracts.generate: do not edit."""

import pandera.polars as pa
import polars as pl

COLUMNS = {
    "criminal_cases": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "criminal_cases_carried_over": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "criminal_cases_cleared": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "very_serious_cases": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "very_serious_cases_cleared": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "organised_crime_cases": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "open_gangs": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "online_fraud_cases": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "criminal_cases_prev": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "criminal_cases_change": pa.Column(pl.Float64, [], nullable=False),
    "criminal_cases_change_pct": pa.Column(pl.Float64, [], nullable=False),
    "traffic_accidents": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "traffic_deaths": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "traffic_injured": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "fires": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "tips_received": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "tips_due": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "tips_resolved": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "model_police_wards": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "awards_collective_city": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "awards_collective_province": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
    "awards_collective_ministry": pa.Column(pl.Int64, [pa.Check.ge(0.0, name="VAL-03", error="VAL-03")], nullable=False),
}
