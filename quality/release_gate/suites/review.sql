-- One row an indicator of the review, for the city and every unit.
select
    concat(indicators.name_vi, ' (', review.indicator_code, ')') as indicator,
    review.unit_code,
    review.units_expected,
    review.units_reported
from warehouse.marts.indicator_actual_vs_target as review
inner join warehouse.marts.dim_indicator as indicators on review.indicator_code = indicators.indicator_code
