with source as (
    select * from {{ source('lake', 'register_perimeter_member') }}
)

select
    perimeter,
    unit_code,
    cast(valid_from as date) as valid_from,
    reports
from source
