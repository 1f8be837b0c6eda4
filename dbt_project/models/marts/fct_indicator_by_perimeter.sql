-- Every indicator of every territory and year. Growth is told inside one territory only: a year in which the territory
-- had ended, or in which other communes of it were silent than the year before, is compared with nothing.
with years as (
    select
        report_year,
        period_start,
        period_end
    from {{ ref('stg_period') }}
    where period_frame = 'ND09' and part = 'Y'
),

members as (
    select * from {{ ref('dim_perimeter') }}
),

silent as (
    select
        members.perimeter,
        years.report_year,
        string_agg(members.unit_name_vi, ', ' order by members.unit_code) as never_reported_vi
    from members
    inner join years
        on years.period_end between members.unit_valid_from and coalesce(members.unit_valid_to, years.period_end)
    where not members.reports
    group by members.perimeter, years.report_year
),

summed as (
    select
        members.perimeter,
        contributions.indicator_code,
        contributions.report_year,
        min(contributions.period_start) as data_from,
        max(contributions.period_end) as data_to,
        sum(case when contributions.role = 'numerator' then contributions.contribution end) as numerator,
        sum(case when contributions.role = 'denominator' then contributions.contribution end) as denominator,
        count(distinct contributions.component_no) as components_found
    from members
    inner join {{ ref('int_contribution') }} as contributions
        on
            members.unit_code = contributions.unit_code
            and members.unit_valid_from = contributions.unit_valid_from
    group by members.perimeter, contributions.indicator_code, contributions.report_year
),

wanted as (
    -- a form that nobody owes cannot be missing
    select
        indicator_code,
        definition_version,
        count(*) as components_wanted,
        bool_or(previous_year) as reads_year_before
    from {{ ref('int_component') }}
    where form_code in (select owed.form_code from {{ ref('int_expected_submission') }} as owed)
    group by indicator_code, definition_version
),

owed as (
    select
        members.perimeter,
        owed.indicator_code,
        owed.report_year,
        count(distinct owed.unit_code) as units_expected,
        count(distinct case when owed.is_complete then owed.unit_code end) as units_reported
    from members
    inner join {{ ref('int_owed_by_unit') }} as owed
        on members.unit_code = owed.unit_code and members.unit_valid_from = owed.unit_valid_from
    group by members.perimeter, owed.indicator_code, owed.report_year
),

territories as (
    select distinct
        perimeter,
        perimeter_name_vi,
        perimeter_from,
        perimeter_to,
        legal_basis,
        is_of_the_review
    from members
),

figures as (
    select
        territories.*,
        years.report_year,
        years.period_start,
        years.period_end,
        indicator.indicator_code,
        definitions.definition_version,
        summed.data_from,
        summed.data_to,
        owed.units_expected,
        owed.units_reported,
        coalesce(territories.perimeter_to < years.period_end, false) as has_ended,
        -- a change between two years is itself growth
        coalesce(
            wanted.reads_year_before
            and coalesce(silent.never_reported_vi, '') <> coalesce(silent_before.never_reported_vi, ''), false
        ) as is_change_refused,
        case
            when coalesce(indicator.special_measure, '') <> 'submission_on_time_pct' then silent.never_reported_vi
        end as never_reported_vi,
        case
            when territories.perimeter_to < years.period_end then null
            when summed.components_found < coalesce(wanted.components_wanted, 1) then null
            when indicator.agg_units = 'ratio_of_sums'
                then indicator.scale * summed.numerator / nullif(summed.denominator, 0)
            else summed.numerator
        end as value
    from territories
    cross join years
    cross join {{ ref('indicator') }} as indicator
    inner join {{ ref('dim_definition') }} as definitions
        on
            indicator.indicator_code = definitions.indicator_code
            and {{ in_force('definitions', 'years.report_year') }}
    left join wanted
        on
            definitions.indicator_code = wanted.indicator_code
            and definitions.definition_version = wanted.definition_version
    left join summed
        on
            territories.perimeter = summed.perimeter
            and indicator.indicator_code = summed.indicator_code
            and years.report_year = summed.report_year
    left join owed
        on
            territories.perimeter = owed.perimeter
            and indicator.indicator_code = owed.indicator_code
            and years.report_year = owed.report_year
    left join silent on territories.perimeter = silent.perimeter and years.report_year = silent.report_year
    left join silent as silent_before
        on territories.perimeter = silent_before.perimeter and years.report_year - 1 = silent_before.report_year
),

told as (
    select
        figures.* exclude (value),
        case when not is_change_refused then value end as value
    from figures
),

compared as (
    select
        figures.*,
        previous.value as previous_value,
        case
            when figures.has_ended then 'perimeter_ended'
            when figures.is_change_refused then 'outside_communes'
            when figures.value is null then 'no_value'
            when previous.value is null then 'no_year_before'
            when coalesce(figures.never_reported_vi, '') <> coalesce(previous.never_reported_vi, '')
                then 'outside_communes'
            when figures.data_to - figures.data_from - (previous.data_to - previous.data_from) not between -2 and 2
                then 'other_window'
            when figures.definition_version <> previous.definition_version then 'other_definition'
        end as not_comparable_code
    from told as figures
    left join told as previous
        on
            figures.perimeter = previous.perimeter
            and figures.indicator_code = previous.indicator_code
            and figures.report_year - 1 = previous.report_year
)

select
    perimeter,
    perimeter_name_vi,
    perimeter_from,
    perimeter_to,
    legal_basis,
    is_of_the_review,
    indicator_code,
    cast(report_year as integer) as report_year,
    period_start,
    period_end,
    data_from,
    data_to,
    definition_version,
    cast(coalesce(units_expected, 0) as bigint) as units_expected,
    cast(coalesce(units_reported, 0) as bigint) as units_reported,
    value,
    previous_value,
    never_reported_vi,
    is_change_refused,
    not_comparable_code,
    not_comparable_code is null as comparable,
    {{ territory_reason_vi('not_comparable_code') }} as not_comparable_vi,
    case when not_comparable_code is null then value - previous_value end as change,
    case
        when not_comparable_code is null then 100 * (value - previous_value) / nullif(abs(previous_value), 0)
    end as change_pct
from compared
