with members as (
    select
        unit_code,
        valid_from,
        string_agg(perimeter, ', ' order by perimeter) as perimeters
    from {{ ref('stg_perimeter_member') }}
    group by unit_code, valid_from
)

select
    units.unit_key,
    units.unit_code,
    units.valid_from,
    units.valid_to,
    units.unit_kind,
    units.name_vi,
    units.unit_type,
    units.parent_code,
    units.area_code,
    units.eligible_safe,
    units.excluded_because_vi,
    units.legal_basis,
    members.perimeters,
    units.invented
from {{ ref('stg_unit') }} as units
left join members
    on units.unit_code = members.unit_code and units.valid_from = members.valid_from
