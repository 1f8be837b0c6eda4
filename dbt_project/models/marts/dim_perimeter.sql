-- Territories figures can be about: the units of each through time, while it was one, and by what act.
select
    perimeters.perimeter,
    perimeters.name_vi as perimeter_name_vi,
    perimeters.valid_from as perimeter_from,
    perimeters.valid_to as perimeter_to,
    perimeters.legal_basis,
    members.unit_code,
    members.valid_from as unit_valid_from,
    units.valid_to as unit_valid_to,
    units.name_vi as unit_name_vi,
    units.unit_kind,
    members.reports,
    perimeters.perimeter = city.perimeter as is_of_the_review
from {{ ref('stg_perimeter') }} as perimeters
cross join {{ ref('stg_city') }} as city
inner join {{ ref('stg_perimeter_member') }} as members on perimeters.perimeter = members.perimeter
inner join {{ ref('stg_unit') }} as units
    on members.unit_code = units.unit_code and members.valid_from = units.valid_from
