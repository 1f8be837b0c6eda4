-- The ledger, with what is still asked about the report that stands.
with questions as (
    -- that a report came late or twice stands in columns of its own: nothing about it is left to answer
    select
        submission_id,
        sum(case when query_state = 'open' then 1 else 0 end) as questions_open,
        sum(case when query_state = 'explained' then 1 else 0 end) as questions_explained
    from {{ ref('fct_quality_issue') }}
    where severity = 'query' and rule_id not in ('LATE-01', 'DUP-01')
    group by submission_id
)

select
    due.unit_code,
    due.unit_valid_from,
    units.name_vi as unit_name_vi,
    due.unit_kind,
    due.form_code,
    due.period_id,
    due.period_type,
    due.period_frame,
    due.report_year,
    due.period_start,
    due.period_end,
    due.due_on,
    due.reason_vi as state_reason_vi,
    due.is_owed,
    due.is_accepted,
    due.first_received_at,
    due.is_late,
    due.is_on_time,
    cast(due.submissions as bigint) as submissions,
    cast(due.superseded as bigint) as superseded,
    due.revision_no,
    due.correction_pending,
    due.submission_id,
    cast(coalesce(questions.questions_open, 0) as bigint) as questions_open,
    cast(coalesce(questions.questions_explained, 0) as bigint) as questions_explained,
    case
        when coalesce(questions.questions_open + questions.questions_explained, 0) > 0 then 'under_query'
        else due.state
    end as state
from {{ ref('int_submission_due') }} as due
inner join {{ ref('stg_unit') }} as units on due.unit_key = units.unit_key
left join questions on due.submission_id = questions.submission_id
