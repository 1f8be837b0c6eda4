with source as (
    select * from {{ source('lake', 'register_working_day') }}
)

select
    cast(day as date) as day,
    is_working_day
from source
