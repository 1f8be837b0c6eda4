-- What each accepted value adds to each indicator: sign * value, by the components of the definition of its year.
with components as (
    select
        component.*,
        indicator.agg_time
    from {{ ref('int_component') }} as component
    inner join {{ ref('indicator') }} as indicator
        on component.indicator_code = indicator.indicator_code
),

facts as (
    select
        facts.*,
        units.unit_kind
    from {{ ref('int_fact_current') }} as facts
    inner join {{ ref('stg_unit') }} as units
        on facts.unit_code = units.unit_code and facts.unit_valid_from = units.valid_from
),

matched as (
    select
        components.indicator_code,
        components.definition_version,
        components.component_no,
        components.role,
        components.sign,
        components.agg_time,
        components.previous_year,
        facts.form_code,
        facts.unit_kind,
        facts.field,
        facts.line_no,
        facts.correction_id,
        facts.unit_code,
        facts.unit_valid_from,
        facts.period_id,
        facts.period_frame,
        facts.period_start,
        facts.period_end,
        facts.submission_id,
        facts.sheet,
        facts.cell,
        facts.raw_text,
        cast(facts.value_number as double) as value,
        facts.report_year + case when components.previous_year then 1 else 0 end as report_year
    from components
    inner join facts
        on
            components.form_code = facts.form_code
            and components.field = facts.field
            and components.period_type = facts.period_type
            and components.period_frame = facts.header_frame
            and coalesce(components.submitter_kind, facts.unit_kind) = facts.unit_kind
    left join facts as condition
        on
            facts.submission_id = condition.submission_id
            and facts.line_no = condition.line_no
            and components.where_field = condition.field
            and components.where_value = condition.value_text
    where
        facts.value_number is not null
        and (components.where_field is null or condition.field is not null)
        and {{ in_force('components', 'facts.report_year + case when components.previous_year then 1 else 0 end') }}
),

reached as (
    -- how far each form of a year has come, and whether the year is over
    select
        facts.form_code,
        facts.report_year,
        max(facts.period_end) as through,
        max(years.period_end) < max(city.as_of_date) as is_over
    from facts
    cross join {{ ref('stg_city') }} as city
    inner join {{ ref('stg_period') }} as years
        on facts.report_year = years.report_year and years.period_frame = 'ND09' and years.part = 'Y'
    group by facts.form_code, facts.report_year
),

alike as (
    -- of the year before a year that is not over, only the part that this year has reached: equal windows
    select matched.*
    from matched
    left join reached on matched.form_code = reached.form_code and matched.report_year = reached.report_year
    where
        not matched.previous_year
        or coalesce(reached.is_over, true)
        or matched.period_end + interval '1' year <= reached.through
),

latest as (
    -- a stock over several periods of a year is the last one, never their sum
    select
        alike.*,
        max(alike.period_end) over (
            partition by
                alike.indicator_code,
                alike.component_no,
                alike.report_year,
                alike.unit_code,
                alike.unit_valid_from
        ) as last_period_end
    from alike
)

select
    indicator_code,
    definition_version,
    component_no,
    role,
    sign,
    report_year,
    unit_code,
    unit_valid_from,
    unit_kind,
    period_id,
    period_frame,
    period_start,
    period_end,
    submission_id,
    field,
    line_no,
    correction_id,
    sheet,
    cell,
    raw_text,
    value,
    sign * value as contribution
from latest
where agg_time <> 'last' or period_end = last_period_end
