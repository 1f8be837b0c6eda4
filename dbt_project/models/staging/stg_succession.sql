with source as (
    select * from {{ source('lake', 'register_succession') }}
)

select
    old_code,
    cast(old_valid_from as date) as old_valid_from,
    new_code,
    cast(new_valid_from as date) as new_valid_from,
    cast(weight as double) as weight,
    weight_basis,
    cast(effective_date as date) as effective_date,
    legal_basis,
    learned_at
from source
