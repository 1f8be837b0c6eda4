-- What every unit, as it was at the time, owed of what an indicator is made of, and how much of it is accepted.
with sources as (
    select distinct
        component.indicator_code,
        component.form_code,
        component.submitter_kind,
        component.period_type,
        component.period_frame,
        component.first_report_year,
        component.last_report_year,
        case when component.previous_year then 1 else 0 end as years_later
    from {{ ref('int_component') }} as component
    union all
    select
        indicator_code,
        'F07' as form_code,
        cast(null as varchar) as submitter_kind,
        'year' as period_type,
        'ND09' as period_frame,
        cast(null as integer) as first_report_year,
        cast(null as integer) as last_report_year,
        0 as years_later
    from {{ ref('indicator') }}
    where special_measure in ('models_active', 'models_new', 'models_replicated_province')
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
    inner join {{ ref('int_submission_due') }} as due
        on
            sources.form_code = due.form_code
            and sources.period_type = due.period_type
            and sources.period_frame = due.period_frame
            and coalesce(sources.submitter_kind, due.unit_kind) = due.unit_kind
    where due.is_owed and {{ in_force('sources', 'due.report_year + sources.years_later') }}
    union all
    select
        measure.indicator_code,
        due.report_year,
        due.unit_code,
        due.unit_valid_from,
        true as is_accepted,
        false as correction_pending
    from {{ ref('int_submission_due') }} as due
    cross join {{ ref('indicator') }} as measure
    where measure.special_measure = 'submission_on_time_pct' and due.is_owed
)

select
    indicator_code,
    report_year,
    unit_code,
    unit_valid_from,
    count(*) as submissions_expected,
    sum(case when is_accepted then 1 else 0 end) as submissions_accepted,
    bool_and(is_accepted) as is_complete,
    bool_or(correction_pending) as correction_pending
from owed
group by indicator_code, report_year, unit_code, unit_valid_from
