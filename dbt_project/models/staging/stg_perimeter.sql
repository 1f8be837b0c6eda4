with source as (
    select * from {{ source('lake', 'register_perimeter') }}
)

select
    perimeter,
    name_vi,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    legal_basis
from source
