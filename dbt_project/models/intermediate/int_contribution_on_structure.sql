-- Every contribution on the structure of every reorganisation: carried to the unit of that structure, or refused.
select
    structure.structure_from,
    structure.to_code as unit_code,
    structure.to_valid_from as unit_valid_from,
    contributions.unit_code as from_code,
    contributions.unit_valid_from as from_valid_from,
    contributions.indicator_code,
    contributions.component_no,
    contributions.role,
    contributions.report_year,
    contributions.period_start,
    contributions.period_end,
    structure.is_estimated,
    structure.refusal_code,
    structure.weight,
    contributions.contribution * structure.weight as contribution
from {{ ref('int_contribution') }} as contributions
inner join {{ ref('stg_structure') }} as structure
    on
        contributions.unit_code = structure.unit_code
        and contributions.unit_valid_from = structure.unit_valid_from
