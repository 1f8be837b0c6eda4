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
