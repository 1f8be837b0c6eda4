-- Every indicator of every unit on the structure of every reorganisation. The basis "structure of the reporting year"
-- is the rows of is_reporting_year_basis, the basis "structure of a chosen date" those of is_chosen_date_basis.
with city as (
    select * from {{ ref('stg_city') }}
),

years as (
    select
        report_year,
        period_start,
        period_end
    from {{ ref('stg_period') }}
    where period_frame = 'ND09' and part = 'Y'
),

structures as (
    select distinct
        structure_from,
        structure_to
    from {{ ref('stg_structure') }}
),

refused as (
    -- figures that stay with the unit that reported them: its territory cannot be told on this structure
    select
        structure_from,
        from_code as unit_code,
        from_valid_from as unit_valid_from,
        indicator_code,
        report_year,
        min(period_start) as data_from,
        max(period_end) as data_to,
        max(refusal_code) as refusal_code
    from {{ ref('int_contribution_on_structure') }}
    where refusal_code is not null
    group by structure_from, from_code, from_valid_from, indicator_code, report_year
),

figures as (
    select
        structure_from,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year,
        data_from,
        data_to,
        sources,
        is_estimated,
        is_complete,
        never_reported_vi,
        refusal_code,
        numerator,
        denominator,
        value,
        lower_bound,
        upper_bound
    from {{ ref('int_figure_on_structure') }}
    union all
    select
        structure_from,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year,
        data_from,
        data_to,
        1 as sources,
        false as is_estimated,
        false as is_complete,
        cast(null as varchar) as never_reported_vi,
        refusal_code,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as double) as value,
        cast(null as double) as lower_bound,
        cast(null as double) as upper_bound
    from refused
),

definitions as (
    select * from {{ ref('dim_definition') }}
),

compared as (
    select
        figures.*,
        previous.value as previous_value,
        previous.data_from as previous_from,
        case
            when figures.refusal_code is not null then figures.refusal_code
            when figures.value is null then 'no_value'
            when previous.value is null then 'no_year_before'
            when (figures.never_reported_vi is null) <> (previous.never_reported_vi is null) then 'outside_communes'
            when figures.data_to - figures.data_from - (previous.data_to - previous.data_from) not between -2 and 2
                then 'other_window'
            when defined.definition_version <> defined_before.definition_version then 'other_definition'
        end as not_comparable_code
    from figures
    left join definitions as defined
        on figures.indicator_code = defined.indicator_code and {{ in_force('defined', 'figures.report_year') }}
    left join definitions as defined_before
        on
            figures.indicator_code = defined_before.indicator_code
            and {{ in_force('defined_before', 'figures.report_year - 1') }}
    left join figures as previous
        on
            figures.structure_from = previous.structure_from
            and figures.unit_code = previous.unit_code
            and figures.unit_valid_from = previous.unit_valid_from
            and figures.indicator_code = previous.indicator_code
            and figures.report_year - 1 = previous.report_year
            and previous.refusal_code is null
)

select
    compared.structure_from,
    structures.structure_to,
    compared.unit_code,
    compared.unit_valid_from,
    units.name_vi as unit_name_vi,
    units.unit_kind,
    compared.indicator_code,
    cast(compared.report_year as integer) as report_year,
    years.period_start,
    years.period_end,
    compared.data_from,
    compared.data_to,
    compared.numerator,
    compared.denominator,
    compared.value,
    compared.lower_bound,
    compared.upper_bound,
    cast(compared.sources as bigint) as sources,
    compared.is_estimated,
    compared.never_reported_vi,
    compared.refusal_code,
    compared.previous_value,
    compared.not_comparable_code,
    city.invented,
    years.period_end >= compared.structure_from
    and years.period_end <= coalesce(structures.structure_to, years.period_end) as is_reporting_year_basis,
    city.structure_date >= compared.structure_from
    and city.structure_date <= coalesce(structures.structure_to, city.structure_date) as is_chosen_date_basis,
    not compared.is_complete or compared.never_reported_vi is not null as is_partial,
    {{ territory_reason_vi('compared.refusal_code') }} as refusal_vi,
    compared.not_comparable_code is null as comparable,
    {{ territory_reason_vi('compared.not_comparable_code') }} as not_comparable_vi,
    case when compared.not_comparable_code is null then compared.value - compared.previous_value end as change,
    case
        when compared.not_comparable_code is null
            then 100 * (compared.value - compared.previous_value) / nullif(abs(compared.previous_value), 0)
    end as change_pct
from compared
cross join city
inner join structures on compared.structure_from = structures.structure_from
inner join years on compared.report_year = years.report_year
inner join {{ ref('stg_unit') }} as units
    on compared.unit_code = units.unit_code and compared.unit_valid_from = units.valid_from
