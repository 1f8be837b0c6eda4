with source as (
    select * from {{ source('lake', 'register_exemption') }}
)

select
    unit_code,
    form_code,
    cast(exempt_from as date) as exempt_from,
    cast(exempt_to as date) as exempt_to,
    reason_vi,
    legal_basis,
    learned_at
from source
