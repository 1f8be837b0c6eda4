with source as (
    select * from {{ source('lake', 'register_obligation') }}
)

select
    form_code,
    unit_kind,
    period_type,
    period_frame,
    cast(report_year as integer) as report_year,
    part,
    cast(deadline_working_days as integer) as deadline_working_days
from source
