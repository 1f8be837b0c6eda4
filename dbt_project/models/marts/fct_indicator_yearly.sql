with city as (
    select * from {{ ref('stg_city') }}
),

years as (
    select
        periods.report_year,
        periods.period_start,
        periods.period_end,
        periods.period_end < city.as_of_date as is_over
    from {{ ref('stg_period') }} as periods
    cross join city
    where periods.period_frame = 'ND09' and periods.part = 'Y'
),

grid as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        cast(null as date) as unit_valid_from,
        indicator.indicator_code,
        years.report_year
    from {{ ref('indicator') }} as indicator
    cross join years
    union all
    select
        level,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year
    from {{ ref('int_indicator_value') }}
    where level = 'unit' and report_year in (select years.report_year from years)
    union
    -- a unit that owed it and sent nothing is missing, which is a row without a value
    select
        'unit' as level,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year
    from {{ ref('int_indicator_coverage') }}
    where submissions_accepted = 0 and report_year in (select years.report_year from years)
),

coverage as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        indicator_code,
        report_year,
        count(*) as units_expected,
        sum(case when is_complete then 1 else 0 end) as units_reported,
        sum(case when correction_pending then 1 else 0 end) as units_correction_pending
    from {{ ref('int_indicator_coverage') }}
    group by indicator_code, report_year
    union all
    select
        'unit' as level,
        unit_code,
        indicator_code,
        report_year,
        1 as units_expected,
        case when is_complete then 1 else 0 end as units_reported,
        case when correction_pending then 1 else 0 end as units_correction_pending
    from {{ ref('int_indicator_coverage') }}
),

refused as (
    -- changes of the city between two years in which other communes of its territory were silent
    select
        indicator_code,
        report_year
    from {{ ref('fct_indicator_by_perimeter') }}
    where is_of_the_review and is_change_refused
),

told as (
    select figures.*
    from {{ ref('int_indicator_value') }} as figures
    left join refused
        on
            figures.level = 'city'
            and figures.indicator_code = refused.indicator_code
            and figures.report_year = refused.report_year
    where refused.indicator_code is null
)

select
    grid.level,
    grid.unit_code,
    grid.unit_valid_from,
    city.perimeter,
    grid.indicator_code,
    cast(grid.report_year as integer) as report_year,
    years.period_start,
    years.period_end,
    indicator.unit,
    indicator.direction,
    indicator.agg_units,
    cast(figures.numerator as double) as numerator,
    cast(figures.denominator as double) as denominator,
    cast(figures.value as double) as value,
    cast(bounds.lower_bound as double) as lower_bound,
    cast(bounds.upper_bound as double) as upper_bound,
    bounds.bound_method,
    definitions.definition_version,
    definitions.definition_hash,
    bounds.data_from,
    bounds.data_to,
    cast(coalesce(coverage.units_expected, 0) as bigint) as units_expected,
    cast(coalesce(coverage.units_reported, 0) as bigint) as units_reported,
    cast(coalesce(coverage.units_correction_pending, 0) as bigint) as units_correction_pending,
    city.invented,
    coalesce(coverage.units_reported, 0) || '/' || coalesce(coverage.units_expected, 0) as coverage_text,
    case
        when refused.indicator_code is not null then 'not_applicable'
        when figures.value is null and not years.is_over then 'not_due'
        when figures.value is null and coalesce(coverage.units_expected, 0) = 0 then 'not_applicable'
        when figures.value is null then 'no_data'
        when not years.is_over then 'to_date'
        when coalesce(coverage.units_reported, 0) < coalesce(coverage.units_expected, 0) then 'partial'
        else 'final'
    end as status
from grid
cross join city
inner join years on grid.report_year = years.report_year
inner join {{ ref('indicator') }} as indicator on grid.indicator_code = indicator.indicator_code
left join {{ ref('dim_definition') }} as definitions
    on
        grid.indicator_code = definitions.indicator_code
        and {{ in_force('definitions', 'grid.report_year') }}
left join told as figures
    on
        grid.level = figures.level
        and grid.indicator_code = figures.indicator_code
        and grid.report_year = figures.report_year
        and coalesce(grid.unit_code, '') = coalesce(figures.unit_code, '')
        and coalesce(grid.unit_valid_from, date '0001-01-01') = coalesce(figures.unit_valid_from, date '0001-01-01')
left join refused
    on
        grid.level = 'city'
        and grid.indicator_code = refused.indicator_code
        and grid.report_year = refused.report_year
left join {{ ref('int_indicator_bound') }} as bounds
    on
        grid.level = bounds.level
        and grid.indicator_code = bounds.indicator_code
        and grid.report_year = bounds.report_year
        and coalesce(grid.unit_code, '') = coalesce(bounds.unit_code, '')
        and coalesce(grid.unit_valid_from, date '0001-01-01') = coalesce(bounds.unit_valid_from, date '0001-01-01')
left join coverage
    on
        grid.level = coverage.level
        and grid.indicator_code = coverage.indicator_code
        and grid.report_year = coverage.report_year
        and coalesce(grid.unit_code, '') = coalesce(coverage.unit_code, '')
