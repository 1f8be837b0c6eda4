-- Every reporting unit on the structure of every reorganisation: the unit of that structure its figures belong to, and
-- by what weight; or why they cannot be carried over.
select
    structure_from,
    structure_to,
    unit_code,
    unit_valid_from,
    to_code,
    to_valid_from,
    weight,
    is_estimated,
    refusal_code,
    {{ territory_reason_vi('refusal_code') }} as refusal_vi,
    legal_basis
from {{ ref('stg_structure') }}
