-- Window and bounds of every yearly figure of the city's perimeter, for the city and each unit.
with inside as (
    select
        members.unit_code,
        members.valid_from
    from {{ ref('stg_perimeter_member') }} as members
    inner join {{ ref('stg_city') }} as city on members.perimeter = city.perimeter
),

came as (
    select
        indicator_code,
        report_year,
        unit_code,
        unit_valid_from,
        role,
        contribution,
        period_start,
        period_end,
        cast(null as double) as more,
        cast(null as varchar) as bound_method,
        0 as is_missing,
        0 as is_unbounded
    from {{ ref('int_contribution') }}
    where in_perimeter
    union all
    select
        missing.indicator_code,
        missing.report_year,
        missing.unit_code,
        missing.unit_valid_from,
        missing.role,
        cast(null as double) as contribution,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        missing.at_most as more,
        missing.bound_method,
        1 as is_missing,
        case when missing.at_most is null or missing.sign = -1 then 1 else 0 end as is_unbounded
    from {{ ref('int_missing_contribution') }} as missing
    inner join inside on missing.unit_code = inside.unit_code and missing.unit_valid_from = inside.valid_from
),

levelled as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        cast(null as date) as unit_valid_from,
        came.* exclude (unit_code, unit_valid_from)
    from came
    union all
    select
        'unit' as level,
        unit_code,
        unit_valid_from,
        came.* exclude (unit_code, unit_valid_from)
    from came
),

summed as (
    select
        level,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year,
        min(period_start) as data_from,
        max(period_end) as data_to,
        sum(case when role = 'numerator' then contribution end) as numerator,
        sum(case when role = 'denominator' then contribution end) as denominator,
        sum(case when role = 'numerator' then more end) as numerator_more,
        sum(case when role = 'denominator' then more end) as denominator_more,
        min(bound_method) as one_method,
        max(bound_method) as other_method,
        max(is_missing) as is_missing,
        max(is_unbounded) as is_unbounded
    from levelled
    group by level, unit_code, unit_valid_from, indicator_code, report_year
),

bounded as (
    select
        summed.*,
        indicator.agg_units,
        indicator.unit,
        indicator.scale,
        figures.value,
        summed.is_missing = 0 as is_whole,
        summed.is_unbounded = 1 as has_no_most
    from summed
    inner join {{ ref('indicator') }} as indicator on summed.indicator_code = indicator.indicator_code
    left join {{ ref('int_indicator_value') }} as figures
        on
            summed.level = figures.level
            and summed.indicator_code = figures.indicator_code
            and summed.report_year = figures.report_year
            and coalesce(summed.unit_code, '') = coalesce(figures.unit_code, '')
            and coalesce(summed.unit_valid_from, date '0001-01-01')
            = coalesce(figures.unit_valid_from, date '0001-01-01')
)

select
    level,
    unit_code,
    unit_valid_from,
    indicator_code,
    report_year,
    data_from,
    data_to,
    case
        when has_no_most then null
        when one_method = other_method then one_method
        when one_method is not null then 'both'
    end as bound_method,
    {{ lower_bound('is_whole', 'has_no_most') }} as lower_bound,
    {{ upper_bound('is_whole', 'has_no_most') }} as upper_bound
from bounded
