with source as (
    select * from {{ source('lake', 'register_city') }}
)

select
    city_name_vi,
    committee_name_vi,
    invented,
    invented_note_vi,
    cast(review_year as integer) as review_year,
    cast(target_year as integer) as target_year,
    perimeter,
    cast(structure_date as date) as structure_date,
    as_of,
    {{ local_date('as_of') }} as as_of_date
from source
