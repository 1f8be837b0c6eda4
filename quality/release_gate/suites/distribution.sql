-- One row a ward and indicator of the review year.
select
    concat(wards.name_vi, ' (', figures.unit_code, ')') as ward,
    figures.indicator_code,
    figures.value
from warehouse.marts.fct_indicator_yearly as figures
inner join warehouse.marts.dim_city as city on figures.report_year = city.review_year
inner join warehouse.marts.dim_reporting_unit as wards
    on figures.unit_code = wards.unit_code and figures.unit_valid_from = wards.valid_from
where figures.level = 'unit' and wards.unit_kind = 'ward_commune' and figures.value is not null
order by ward, figures.indicator_code
