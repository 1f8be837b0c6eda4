-- Every finding, of files and of the ledger, and what became of the questions among them.
with issues as (
    select * from {{ ref('int_issue') }}
),

states as (
    select * from {{ ref('int_submission_state') }}
),

answers as (
    select * from {{ ref('int_query_answer') }}
)

select
    issues.submission_id,
    states.source_name,
    states.sender_kind,
    states.sender_code,
    states.form_code,
    states.period_id,
    states.received_at,
    states.final_verdict as verdict,
    issues.rule_id,
    issues.severity,
    issues.field,
    issues.line_no,
    issues.sheet,
    issues.cell,
    issues.related_cells,
    issues.value_seen,
    issues.message_vi,
    issues.action_vi,
    answers.explanation,
    answers.explained_in,
    answers.explained_at,
    answers.accepted_by,
    answers.accepted_at,
    case
        when issues.severity <> 'query' then null
        when answers.accepted_by is not null or states.queries_accepted_at is not null then 'accepted'
        when answers.explanation is not null then 'explained'
        else 'open'
    end as query_state
from issues
inner join states on issues.submission_id = states.submission_id
left join answers
    on
        issues.severity = 'query'
        and issues.submission_id = answers.submission_id
        and issues.rule_id = answers.rule_id
        and coalesce(issues.field, '-') = answers.field
        and issues.line_no = answers.line_no
