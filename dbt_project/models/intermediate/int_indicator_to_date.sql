-- Where an indicator stands in a year that is not over, from the quarters or half-years of the forms whose yearly
-- report makes the final figure. A stock is the last one reported, a flow the sum; units at different quarters are
-- not added up: the figure is of the last period that every unit of the level has reported.
with open_years as (
    select
        periods.report_year,
        periods.period_start as year_start,
        periods.period_end as year_end
    from {{ ref('stg_period') }} as periods
    cross join {{ ref('stg_city') }} as city
    where periods.period_frame = 'ND09' and periods.part = 'Y' and periods.period_end >= city.as_of_date
),

inside as (
    select
        members.unit_code,
        members.valid_from
    from {{ ref('stg_perimeter_member') }} as members
    inner join {{ ref('stg_city') }} as city on members.perimeter = city.perimeter
),

components as (
    select
        component.*,
        indicator.agg_time,
        indicator.agg_units,
        indicator.scale
    from {{ ref('int_component') }} as component
    inner join {{ ref('indicator') }} as indicator on component.indicator_code = indicator.indicator_code
    where
        not component.previous_year
        -- a rate per inhabitants of half a year is no rate of the year
        and (indicator.agg_units = 'sum' or (indicator.agg_units = 'ratio_of_sums' and indicator.unit = '%'))
),

interim as (
    select
        components.indicator_code,
        components.component_no,
        components.role,
        components.agg_time,
        components.agg_units,
        components.scale,
        facts.unit_code,
        facts.unit_valid_from,
        facts.report_year,
        facts.period_end,
        components.sign * cast(facts.value_number as double) as contribution
    from components
    inner join {{ ref('int_fact_current') }} as facts
        on
            components.form_code = facts.form_code
            and components.field = facts.field
            and components.period_frame = facts.header_frame
    inner join {{ ref('stg_unit') }} as units
        on
            facts.unit_code = units.unit_code
            and facts.unit_valid_from = units.valid_from
            and coalesce(components.submitter_kind, units.unit_kind) = units.unit_kind
    inner join inside on facts.unit_code = inside.unit_code and facts.unit_valid_from = inside.valid_from
    inner join open_years on facts.report_year = open_years.report_year
    where
        facts.value_number is not null
        and components.where_field is null
        and {{ in_force('components', 'facts.report_year') }}
        and (
            (components.period_type = 'year' and facts.period_type in ('quarter', 'half_year'))
            or (components.period_type <> 'year' and facts.period_type = components.period_type)
        )
),

levelled as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        indicator_code,
        component_no,
        role,
        agg_time,
        agg_units,
        scale,
        report_year,
        period_end,
        unit_code as by_unit_code,
        contribution
    from interim
    union all
    select
        'unit' as level,
        unit_code,
        indicator_code,
        component_no,
        role,
        agg_time,
        agg_units,
        scale,
        report_year,
        period_end,
        unit_code as by_unit_code,
        contribution
    from interim
),

reach as (
    select
        level,
        unit_code,
        indicator_code,
        report_year,
        by_unit_code,
        max(period_end) as unit_through
    from levelled
    group by level, unit_code, indicator_code, report_year, by_unit_code
),

common as (
    -- the last period that most have reached: half of the units or more; the others are the missing coverage
    select
        level,
        unit_code,
        indicator_code,
        report_year,
        max(through) as through,
        max(units) as units
    from (
        select
            ends.level,
            ends.unit_code,
            ends.indicator_code,
            ends.report_year,
            ends.unit_through as through,
            count(*) over (partition by ends.level, ends.unit_code, ends.indicator_code, ends.report_year) as units,
            count(*) over (
                partition by ends.level, ends.unit_code, ends.indicator_code, ends.report_year
                order by ends.unit_through desc
            ) as units_there
        from reach as ends
    ) as counted
    where 2 * units_there >= units
    group by level, unit_code, indicator_code, report_year
),

summed as (
    select
        levelled.level,
        levelled.unit_code,
        levelled.indicator_code,
        levelled.report_year,
        levelled.agg_units,
        levelled.scale,
        common.through,
        count(distinct case when levelled.period_end = common.through then levelled.by_unit_code end) as units_reported,
        count(distinct levelled.component_no) as components_found,
        sum(
            case
                when
                    levelled.role = 'numerator'
                    and (levelled.agg_time <> 'last' or levelled.period_end = common.through)
                    then levelled.contribution
            end
        ) as numerator,
        sum(
            case
                when
                    levelled.role = 'denominator'
                    and (levelled.agg_time <> 'last' or levelled.period_end = common.through)
                    then levelled.contribution
            end
        ) as denominator
    from levelled
    inner join common
        on
            levelled.level = common.level
            and coalesce(levelled.unit_code, '') = coalesce(common.unit_code, '')
            and levelled.indicator_code = common.indicator_code
            and levelled.report_year = common.report_year
            and levelled.period_end <= common.through
    group by
        levelled.level, levelled.unit_code, levelled.indicator_code, levelled.report_year, levelled.agg_units,
        levelled.scale, common.through
),

owed as (
    select
        due.form_code,
        due.report_year,
        due.period_end,
        due.unit_code,
        units.unit_kind
    from {{ ref('int_submission_due') }} as due
    inner join {{ ref('stg_unit') }} as units
        on due.unit_code = units.unit_code and due.unit_valid_from = units.valid_from
),

expected as (
    select
        summed.level,
        summed.unit_code,
        summed.indicator_code,
        summed.report_year,
        count(distinct owed.unit_code) as units_expected
    from summed
    inner join components
        on summed.indicator_code = components.indicator_code and {{ in_force('components', 'summed.report_year') }}
    inner join owed
        on
            components.form_code = owed.form_code
            and coalesce(components.submitter_kind, owed.unit_kind) = owed.unit_kind
            and summed.report_year = owed.report_year
            and summed.through = owed.period_end
    where summed.level = 'city' or summed.unit_code = owed.unit_code
    group by summed.level, summed.unit_code, summed.indicator_code, summed.report_year
)

select
    summed.level,
    summed.unit_code,
    summed.indicator_code,
    summed.report_year,
    summed.through,
    summed.units_reported,
    greatest(coalesce(expected.units_expected, 0), summed.units_reported) as units_expected,
    case
        when summed.agg_units = 'ratio_of_sums' then summed.scale * summed.numerator / nullif(summed.denominator, 0)
        else summed.numerator
    end as value,
    cast({{ days_between('open_years.year_start', 'summed.through') }} + 1 as double)
    / ({{ days_between('open_years.year_start', 'open_years.year_end') }} + 1) as elapsed_share
from summed
inner join open_years on summed.report_year = open_years.report_year
left join expected
    on
        summed.level = expected.level
        and coalesce(summed.unit_code, '') = coalesce(expected.unit_code, '')
        and summed.indicator_code = expected.indicator_code
        and summed.report_year = expected.report_year
