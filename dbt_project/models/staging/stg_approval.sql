with source as (
    select * from {{ source('lake', 'register_approval') }}
)

select
    accepted_at,
    accepted_by,
    submission_id,
    rule_id,
    field,
    cast(line_no as integer) as line_no,
    note
from source
where accepted_at <= {{ as_of() }}
