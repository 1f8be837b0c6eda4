with source as (
    select * from {{ source('lake', 'register_period') }}
)

select
    period_id,
    period_frame,
    period_type,
    cast(report_year as integer) as report_year,
    part,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    value_kind
from source
