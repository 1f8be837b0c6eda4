-- Value and bounds of every indicator for every unit of every structure: counts add up, ratios are computed again from
-- their sums, what cannot be added is refused with a reason.
with contributions as (
    select * from {{ ref('int_contribution_on_structure') }}
    where refusal_code is null
),

missing as (
    select
        structure.structure_from,
        structure.to_code as unit_code,
        structure.to_valid_from as unit_valid_from,
        missing.indicator_code,
        missing.report_year,
        sum(case when missing.role = 'numerator' and missing.sign = 1 then missing.at_most * structure.weight end)
            as numerator_more,
        sum(case when missing.role = 'denominator' then missing.at_most * structure.weight end) as denominator_more,
        max(case when missing.at_most is null or missing.sign = -1 then 1 else 0 end) as is_unbounded
    from {{ ref('int_missing_contribution') }} as missing
    inner join {{ ref('stg_structure') }} as structure
        on missing.unit_code = structure.unit_code and missing.unit_valid_from = structure.unit_valid_from
    where structure.refusal_code is null
    group by
        structure.structure_from,
        structure.to_code,
        structure.to_valid_from,
        missing.indicator_code,
        missing.report_year
),

owed as (
    select
        structure.structure_from,
        structure.to_code as unit_code,
        structure.to_valid_from as unit_valid_from,
        owed.indicator_code,
        owed.report_year,
        bool_and(owed.is_complete) as is_complete
    from {{ ref('int_owed_by_unit') }} as owed
    inner join {{ ref('stg_structure') }} as structure
        on owed.unit_code = structure.unit_code and owed.unit_valid_from = structure.unit_valid_from
    where structure.refusal_code is null
    group by
        structure.structure_from, structure.to_code, structure.to_valid_from, owed.indicator_code, owed.report_year
),

years as (
    select
        report_year,
        period_start,
        period_end
    from {{ ref('stg_period') }}
    where period_frame = 'ND09' and part = 'Y'
),

never_reported as (
    -- units of a territory that did not report to the committee in a year, and whose figures are therefore nowhere
    select
        structure.structure_from,
        structure.to_code as unit_code,
        structure.to_valid_from as unit_valid_from,
        years.report_year,
        string_agg(outside.name_vi, ', ' order by outside.unit_code) as names_vi
    from {{ ref('stg_structure') }} as structure
    inner join {{ ref('stg_unit') }} as outside
        on structure.unit_code = outside.unit_code and structure.unit_valid_from = outside.valid_from
    cross join years
    where
        structure.refusal_code is null
        and years.period_end between outside.valid_from and coalesce(outside.valid_to, years.period_end)
        and not exists (
            select 1
            from {{ ref('stg_perimeter_member') }} as members
            where
                members.unit_code = structure.unit_code
                and members.valid_from = structure.unit_valid_from
                and members.reports
        )
    group by structure.structure_from, structure.to_code, structure.to_valid_from, years.report_year
),

summed as (
    select
        structure_from,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year,
        min(period_start) as data_from,
        max(period_end) as data_to,
        sum(case when role = 'numerator' then contribution end) as numerator,
        sum(case when role = 'denominator' then contribution end) as denominator,
        count(distinct component_no) as components_found,
        count(distinct from_code || '|' || cast(from_valid_from as varchar)) as sources,
        bool_or(is_estimated) as is_estimated
    from contributions
    group by structure_from, unit_code, unit_valid_from, indicator_code, report_year
),

wanted as (
    select
        indicator_code,
        first_report_year,
        last_report_year,
        count(*) as components_wanted
    from {{ ref('int_component') }}
    group by indicator_code, first_report_year, last_report_year
),

judged as (
    select
        summed.*,
        indicator.agg_units,
        indicator.unit,
        indicator.scale,
        missing.numerator_more,
        missing.denominator_more,
        coalesce(missing.is_unbounded, 0) = 1 as is_unbounded,
        coalesce(owed.is_complete, true) as is_complete,
        coalesce(wanted.components_wanted, 1) as components_wanted,
        -- what nobody owed cannot be late: timeliness is about reports owed, not about territory
        case
            when coalesce(indicator.special_measure, '') <> 'submission_on_time_pct' then never_reported.names_vi
        end as never_reported_vi,
        case
            when indicator.agg_units = 'count_distinct' and (summed.sources > 1 or summed.is_estimated)
                then 'not_additive'
            when
                indicator.agg_units in ('ratio_of_sums', 'difference_of_sums')
                and summed.components_found < coalesce(wanted.components_wanted, summed.components_found)
                then 'part_missing'
        end as refusal_code
    from summed
    inner join {{ ref('indicator') }} as indicator on summed.indicator_code = indicator.indicator_code
    left join wanted
        on summed.indicator_code = wanted.indicator_code and {{ in_force('wanted', 'summed.report_year') }}
    left join missing
        on
            summed.structure_from = missing.structure_from
            and summed.unit_code = missing.unit_code
            and summed.unit_valid_from = missing.unit_valid_from
            and summed.indicator_code = missing.indicator_code
            and summed.report_year = missing.report_year
    left join owed
        on
            summed.structure_from = owed.structure_from
            and summed.unit_code = owed.unit_code
            and summed.unit_valid_from = owed.unit_valid_from
            and summed.indicator_code = owed.indicator_code
            and summed.report_year = owed.report_year
    left join never_reported
        on
            summed.structure_from = never_reported.structure_from
            and summed.unit_code = never_reported.unit_code
            and summed.unit_valid_from = never_reported.unit_valid_from
            and summed.report_year = never_reported.report_year
),

bounded as (
    select
        judged.*,
        judged.is_complete and judged.never_reported_vi is null as is_whole,
        judged.is_unbounded or judged.never_reported_vi is not null as has_no_most,
        case
            when judged.refusal_code is not null then null
            when judged.agg_units = 'ratio_of_sums' then judged.scale * judged.numerator / nullif(judged.denominator, 0)
            else judged.numerator
        end as value
    from judged
)

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
    value,
    case when refusal_code is null then numerator end as numerator,
    case when refusal_code is null then denominator end as denominator,
    case when refusal_code is null then {{ lower_bound('is_whole', 'has_no_most') }} end as lower_bound,
    case when refusal_code is null then {{ upper_bound('is_whole', 'has_no_most') }} end as upper_bound
from bounded
