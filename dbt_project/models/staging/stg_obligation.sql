with source as (
    select * from {{ source('lake', 'register_obligation') }}
)

select
    form_code,
    unit_kind,
    period_type,
    period_frame,
    part,
    cast(deadline_working_days as integer) as deadline_working_days
from source
