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
    excluded_because_vi,
    legal_basis,
    invented,
    learned_at,
    unit_code || '|' || cast(valid_from as varchar) as unit_key
from source
