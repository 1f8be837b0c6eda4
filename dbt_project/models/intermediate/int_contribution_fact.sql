-- What each accepted value adds to each indicator: sign * value, by the components of the contracts.
with components as (
    select
        component.*,
        indicator.agg_time
    from {{ ref('indicator_component') }} as component
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
        components.component_no,
        components.role,
        components.sign,
        components.agg_time,
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
),

latest as (
    -- a stock over several periods of a year is the last one, never their sum
    select
        matched.*,
        max(matched.period_end) over (
            partition by
                matched.indicator_code,
                matched.component_no,
                matched.report_year,
                matched.unit_code,
                matched.unit_valid_from
        ) as last_period_end
    from matched
)

select
    indicator_code,
    component_no,
    role,
    sign,
    report_year,
    unit_code,
    unit_valid_from,
    period_id,
    period_frame,
    period_start,
    period_end,
    submission_id,
    sheet,
    cell,
    raw_text,
    value,
    sign * value as contribution
from latest
where agg_time <> 'last' or period_end = last_period_end
