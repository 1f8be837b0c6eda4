-- How complete and how timely reporting is: of every unit by year and of every kind of unit by form and period.
with owed as (
    select * from {{ ref('fct_submission_coverage') }}
    where is_owed
),

counted as (
    select
        'unit' as level,
        unit_code,
        unit_valid_from,
        unit_kind,
        cast(null as varchar) as form_code,
        cast(null as varchar) as period_id,
        report_year,
        count(*) as owed,
        sum(case when first_received_at is not null then 1 else 0 end) as received,
        sum(case when is_accepted then 1 else 0 end) as accepted,
        sum(case when is_on_time then 1 else 0 end) as on_time,
        sum(case when is_late or state = 'late' then 1 else 0 end) as late
    from owed
    group by unit_code, unit_valid_from, unit_kind, report_year
    union all
    select
        'kind' as level,
        cast(null as varchar) as unit_code,
        cast(null as date) as unit_valid_from,
        unit_kind,
        form_code,
        period_id,
        report_year,
        count(*) as owed,
        sum(case when first_received_at is not null then 1 else 0 end) as received,
        sum(case when is_accepted then 1 else 0 end) as accepted,
        sum(case when is_on_time then 1 else 0 end) as on_time,
        sum(case when is_late or state = 'late' then 1 else 0 end) as late
    from owed
    group by unit_kind, form_code, period_id, report_year
)

select
    level,
    unit_code,
    unit_valid_from,
    unit_kind,
    form_code,
    period_id,
    report_year,
    cast(owed as bigint) as owed,
    cast(received as bigint) as received,
    cast(accepted as bigint) as accepted,
    cast(on_time as bigint) as on_time,
    cast(late as bigint) as late,
    100.0 * cast(accepted as double) / cast(owed as double) as completeness_pct,
    100.0 * cast(on_time as double) / cast(owed as double) as timeliness_pct
from counted
