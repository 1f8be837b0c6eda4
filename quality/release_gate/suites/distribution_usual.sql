-- What is usual of an indicator over the wards, from all years before the review year: one row an indicator. Of small counts
-- (a middle below 10) no lower bound can be told: nothing is an answer, too.
with values_of_wards as (
    select
        figures.indicator_code,
        figures.report_year = city.review_year as is_review_year,
        figures.value
    from warehouse.marts.fct_indicator_yearly as figures
    inner join warehouse.marts.dim_city as city on figures.report_year <= city.review_year
    inner join warehouse.marts.dim_reporting_unit as wards
        on figures.unit_code = wards.unit_code and figures.unit_valid_from = wards.valid_from
    where figures.level = 'unit' and wards.unit_kind = 'ward_commune' and figures.value is not null
),

usual as (
    select
        indicator_code,
        min(value) filter (where not is_review_year) as lowest,
        max(value) filter (where not is_review_year) as highest,
        median(value) filter (where not is_review_year) as middle
    from values_of_wards
    group by indicator_code
    having
        count(*) filter (where is_review_year) >= 5
        and count(*) filter (where not is_review_year) >= 5
        and min(value) >= 0
)

select
    usual.indicator_code,
    indicators.name_vi,
    usual.lowest / 3 as low,
    3 * greatest(usual.highest, 1) as high,
    case when usual.middle >= 10 then usual.middle / 10 else 0 end as median_low,
    10 * greatest(usual.middle, 1) as median_high
from usual
inner join warehouse.marts.dim_indicator as indicators on usual.indicator_code = indicators.indicator_code
order by indicators.sort_order
