with source as (
    select * from {{ source('lake', 'register_structure') }}
)

select
    cast(structure_from as date) as structure_from,
    cast(structure_to as date) as structure_to,
    unit_code,
    cast(unit_valid_from as date) as unit_valid_from,
    to_code,
    cast(to_valid_from as date) as to_valid_from,
    cast(weight as double) as weight,
    is_estimated,
    refusal_code,
    legal_basis
from source
