with source as (
    select * from {{ source('lake', 'explanations') }}
)

select
    submission_id,
    answers as answers_submission_id,
    source as explained_by,
    rule_id,
    field,
    cast(line_no as integer) as line_no,
    value_cell,
    sheet,
    cell,
    text as explanation
from source
-- an explanation is known with its file
where submission_id in (select submissions.submission_id from {{ ref('stg_submission') }} as submissions)
