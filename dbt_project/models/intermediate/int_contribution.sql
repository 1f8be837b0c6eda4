-- Every contribution of every indicator, and whether it lies inside the perimeter the city reports on.
with contributions as (
    select * from {{ ref('int_contribution_fact') }}
    union all
    select * from {{ ref('int_contribution_special') }}
),

inside as (
    select
        members.unit_code,
        members.valid_from
    from {{ ref('stg_perimeter_member') }} as members
    inner join {{ ref('stg_city') }} as city on members.perimeter = city.perimeter
)

select
    contributions.indicator_code,
    contributions.definition_version,
    contributions.component_no,
    contributions.role,
    contributions.sign,
    contributions.report_year,
    contributions.unit_code,
    contributions.unit_valid_from,
    contributions.period_id,
    contributions.period_frame,
    contributions.period_start,
    contributions.period_end,
    contributions.submission_id,
    contributions.field,
    contributions.line_no,
    contributions.correction_id,
    contributions.sheet,
    contributions.cell,
    contributions.raw_text,
    contributions.value,
    contributions.contribution,
    inside.unit_code is not null as in_perimeter
from contributions
left join inside
    on
        contributions.unit_code = inside.unit_code
        and contributions.unit_valid_from = inside.valid_from
