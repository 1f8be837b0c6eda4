-- The ledger: what was owed against what came, one row a unit, form and period.
with expected as (
    select * from {{ ref('int_expected_submission') }}
),

city as (
    select * from {{ ref('stg_city') }}
),

nil as (
    -- every flow it states is a stated zero: nothing happened, which is not the same as nothing said
    select facts.submission_id
    from {{ ref('int_fact_current') }} as facts
    inner join {{ ref('form_field') }} as form_fields
        on facts.form_code = form_fields.form_code and facts.field = form_fields.field
    where form_fields.measure = 'flow' and facts.value_number is not null
    group by facts.submission_id
    having max(abs(facts.value_number)) = 0
),

received as (
    select
        states.unit_code,
        states.unit_valid_from,
        states.form_code,
        states.period_id,
        min(states.received_at) as first_received_at,
        min(states.received_on) as first_received_on,
        count(*) as submissions,
        sum(case when states.is_superseded then 1 else 0 end) as superseded,
        sum(case when states.final_verdict = 'returned' then 1 else 0 end) as returned,
        sum(case when states.final_verdict = 'returned' and states.reason_rule_id = 'EMPTY-01' then 1 else 0 end)
            as empty_forms,
        sum(case when states.final_verdict = 'quarantined' then 1 else 0 end) as quarantined,
        max(case when states.is_current then states.submission_id end) as submission_id,
        max(case when states.is_current then states.revision_no end) as revision_no,
        coalesce(bool_or(states.is_current and nil.submission_id is not null), false) as is_nil,
        coalesce(bool_or(states.is_current and states.correction_pending), false) as correction_pending
    from {{ ref('int_submission_state') }} as states
    left join nil on states.submission_id = nil.submission_id
    where states.period_id is not null and states.unit_valid_from is not null
    group by states.unit_code, states.unit_valid_from, states.form_code, states.period_id
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
    expected.reason_vi,
    expected.obligation = 'owed' and expected.is_over as is_owed,
    received.submission_id is not null as is_accepted,
    coalesce(received.submissions, 0) as submissions,
    coalesce(received.superseded, 0) as superseded,
    coalesce(received.correction_pending, false) as correction_pending,
    coalesce(received.first_received_on > expected.due_on, false) as is_late,
    coalesce(received.first_received_on <= expected.due_on, false) as is_on_time,
    case
        when received.submission_id is not null and received.is_nil then 'declared_nil'
        when received.submission_id is not null then 'accepted'
        when expected.obligation <> 'owed' then expected.obligation
        when received.quarantined > 0 then 'received'
        when received.returned > 0 and received.returned = received.empty_forms then 'empty'
        when received.returned > 0 then 'returned'
        when not expected.is_over then 'not_due'
        when city.as_of_date > expected.due_on then 'late'
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
