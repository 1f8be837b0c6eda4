-- How many units owed what an indicator is made of, and how many of them have an accepted submission for all of it.
with sources as (
    select distinct
        component.indicator_code,
        component.form_code,
        component.submitter_kind,
        component.period_type,
        component.period_frame,
        case when component.previous_year then 1 else 0 end as years_later
    from {{ ref('indicator_component') }} as component
    union all
    select
        indicator_code,
        'F07' as form_code,
        cast(null as varchar) as submitter_kind,
        'year' as period_type,
        'ND09' as period_frame,
        0 as years_later
    from {{ ref('indicator') }}
    where special_measure in ('models_active', 'models_new', 'models_replicated_province')
),

due as (
    -- what the units of the city's perimeter owe
    select submissions_due.*
    from {{ ref('int_submission_due') }} as submissions_due
    inner join {{ ref('stg_perimeter_member') }} as members
        on
            submissions_due.unit_code = members.unit_code
            and submissions_due.unit_valid_from = members.valid_from
    inner join {{ ref('stg_city') }} as city on members.perimeter = city.perimeter
    where submissions_due.is_owed
),

owed as (
    select
        sources.indicator_code,
        due.report_year + sources.years_later as report_year,
        due.unit_code,
        due.unit_valid_from,
        due.is_accepted,
        due.correction_pending
    from sources
    inner join due
        on
            sources.form_code = due.form_code
            and sources.period_type = due.period_type
            and sources.period_frame = due.period_frame
            and coalesce(sources.submitter_kind, due.unit_kind) = due.unit_kind
    union all
    select
        measure.indicator_code,
        due.report_year,
        due.unit_code,
        due.unit_valid_from,
        true as is_accepted,
        false as correction_pending
    from due
    cross join {{ ref('indicator') }} as measure
    where measure.special_measure = 'submission_on_time_pct'
),

by_unit as (
    select
        indicator_code,
        report_year,
        unit_code,
        max(unit_valid_from) as unit_valid_from,
        count(*) as submissions_expected,
        sum(case when is_accepted then 1 else 0 end) as submissions_accepted,
        bool_and(is_accepted) as is_complete,
        bool_or(correction_pending) as correction_pending
    from owed
    group by indicator_code, report_year, unit_code
)

select
    indicator_code,
    report_year,
    unit_code,
    unit_valid_from,
    submissions_expected,
    submissions_accepted,
    is_complete,
    correction_pending
from by_unit
