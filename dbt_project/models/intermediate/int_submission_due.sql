-- The ledger: what was owed against what came, one row a unit, form and period.
with expected as (
    select * from {{ ref('int_expected_submission') }}
),

city as (
    select * from {{ ref('stg_city') }}
),

received as (
    select
        unit_code,
        unit_valid_from,
        form_code,
        period_id,
        min(received_at) as first_received_at,
        min(received_on) as first_received_on,
        count(*) as submissions,
        sum(case when final_verdict = 'returned' then 1 else 0 end) as returned,
        sum(case when final_verdict = 'quarantined' then 1 else 0 end) as quarantined,
        max(case when is_current then submission_id end) as submission_id,
        max(case when is_current then revision_no end) as revision_no,
        coalesce(bool_or(is_current and correction_pending), false) as correction_pending
    from {{ ref('int_submission_state') }}
    where period_id is not null and unit_valid_from is not null
    group by unit_code, unit_valid_from, form_code, period_id
)

select
    expected.unit_key,
    expected.unit_code,
    expected.unit_valid_from,
    expected.unit_kind,
    expected.form_code,
    expected.period_id,
    expected.period_type,
    expected.period_frame,
    expected.report_year,
    expected.period_start,
    expected.period_end,
    expected.due_on,
    received.first_received_at,
    received.submission_id,
    received.revision_no,
    coalesce(received.submissions, 0) as submissions,
    coalesce(received.correction_pending, false) as correction_pending,
    coalesce(received.first_received_on > expected.due_on, false) as is_late,
    coalesce(received.first_received_on <= expected.due_on, false) as is_on_time,
    case
        when received.submission_id is not null then 'accepted'
        when received.quarantined > 0 then 'quarantined'
        when received.returned > 0 then 'returned'
        when city.as_of_date > expected.due_on then 'missing'
        else 'expected'
    end as state
from expected
cross join city
left join received
    on
        expected.unit_code = received.unit_code
        and expected.unit_valid_from = received.unit_valid_from
        and expected.form_code = received.form_code
        and expected.period_id = received.period_id
