with source as (
    select * from {{ source('lake', 'register_unit') }}
)

select
    unit_code,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    unit_kind,
    name_vi,
    unit_type,
    parent_code,
    area_code,
    eligible_safe,
    legal_basis,
    invented,
    unit_code || '|' || cast(valid_from as varchar) as unit_key
from source
