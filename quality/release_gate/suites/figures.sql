-- One row a figure of a year: the city's and every unit's.
select
    concat(indicators.name_vi, ' (', figures.indicator_code, ')') as indicator,
    figures.report_year,
    figures.unit_code,
    figures.value,
    figures.unit = '%' and figures.agg_units = 'ratio_of_sums' and figures.direction <> 'down' as is_share
from warehouse.marts.fct_indicator_yearly as figures
inner join warehouse.marts.dim_indicator as indicators on figures.indicator_code = indicators.indicator_code
