-- The value of every indicator, report year and level: ratios are ratios of sums, a missing part gives no value.
with contributions as (
    select * from {{ ref('int_contribution') }}
    where in_perimeter
),

levelled as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        cast(null as date) as unit_valid_from,
        contributions.* exclude (unit_code, unit_valid_from)
    from contributions
    union all
    select
        'unit' as level,
        unit_code,
        unit_valid_from,
        contributions.* exclude (unit_code, unit_valid_from)
    from contributions
),

owed_forms as (
    select distinct form_code
    from {{ ref('int_expected_submission') }}
),

wanted_components as (
    -- a form that nobody in the city owes cannot be missing, nor stand in for one that is
    select
        component.indicator_code,
        component.component_no,
        component.first_report_year,
        component.last_report_year
    from {{ ref('int_component') }} as component
    inner join owed_forms on component.form_code = owed_forms.form_code
    union all
    select
        indicator_code,
        1 as component_no,
        cast(null as integer) as first_report_year,
        cast(null as integer) as last_report_year
    from {{ ref('indicator') }}
    where special_measure is not null
),

wanted_count as (
    select
        indicator_code,
        first_report_year,
        last_report_year,
        count(*) as components_wanted
    from wanted_components
    group by indicator_code, first_report_year, last_report_year
),

summed as (
    select
        levelled.level,
        levelled.unit_code,
        levelled.unit_valid_from,
        levelled.indicator_code,
        levelled.report_year,
        sum(case when levelled.role = 'numerator' then levelled.contribution end) as numerator,
        sum(case when levelled.role = 'denominator' then levelled.contribution end) as denominator,
        count(distinct wanted_components.component_no) as components_found
    from levelled
    left join wanted_components
        on
            levelled.indicator_code = wanted_components.indicator_code
            and levelled.component_no = wanted_components.component_no
            and {{ in_force('wanted_components', 'levelled.report_year') }}
    group by
        levelled.level, levelled.unit_code, levelled.unit_valid_from, levelled.indicator_code, levelled.report_year
),

judged as (
    select
        summed.*,
        indicator.agg_units,
        indicator.scale,
        -- a unit sends only some of the forms a city-wide sum is made of
        summed.level = 'city' or indicator.agg_units in ('ratio_of_sums', 'difference_of_sums') as needs_all,
        coalesce(wanted_count.components_wanted, 1) as components_wanted
    from summed
    inner join {{ ref('indicator') }} as indicator on summed.indicator_code = indicator.indicator_code
    left join wanted_count
        on
            summed.indicator_code = wanted_count.indicator_code
            and {{ in_force('wanted_count', 'summed.report_year') }}
)

select
    level,
    unit_code,
    unit_valid_from,
    indicator_code,
    report_year,
    case when not needs_all or components_found >= components_wanted then numerator end as numerator,
    case when not needs_all or components_found >= components_wanted then denominator end as denominator,
    case
        when needs_all and components_found < components_wanted then null
        when agg_units = 'ratio_of_sums' then scale * numerator / nullif(denominator, 0)
        else numerator
    end as value
from judged
