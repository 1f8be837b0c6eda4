with source as (
    select * from {{ source('lake', 'issues') }}
)

select
    submission_id,
    rule_id,
    severity,
    field,
    cast(line_no as integer) as line_no,
    sheet,
    cell,
    related_cells,
    value_seen,
    message_vi,
    action_vi,
    message_en
from source
-- a finding is known with its file
where submission_id in (select submissions.submission_id from {{ ref('stg_submission') }} as submissions)
