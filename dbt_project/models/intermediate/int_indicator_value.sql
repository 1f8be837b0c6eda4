-- The value of every indicator, report year and level: ratios are ratios of sums, a missing part gives no value.
with contributions as (
    select * from {{ ref('int_contribution') }}
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

summed as (
    select
        level,
        unit_code,
        unit_valid_from,
        indicator_code,
        report_year,
        sum(case when role = 'numerator' then contribution end) as numerator,
        sum(case when role = 'denominator' then contribution end) as denominator,
        count(distinct component_no) as components_found
    from levelled
    group by level, unit_code, unit_valid_from, indicator_code, report_year
),

owed_forms as (
    select distinct form_code
    from {{ ref('int_expected_submission') }}
),

components_in_use as (
    -- a form that nobody in the city owes cannot be missing
    select
        component.indicator_code,
        count(distinct component.component_no) as components_wanted
    from {{ ref('indicator_component') }} as component
    inner join owed_forms on component.form_code = owed_forms.form_code
    group by component.indicator_code
),

judged as (
    select
        summed.*,
        indicator.agg_units,
        indicator.scale,
        -- a unit sends only some of the forms a city-wide sum is made of
        summed.level = 'city' or indicator.agg_units in ('ratio_of_sums', 'difference_of_sums') as needs_all,
        coalesce(components_in_use.components_wanted, 1) as components_wanted
    from summed
    inner join {{ ref('indicator') }} as indicator on summed.indicator_code = indicator.indicator_code
    left join components_in_use on summed.indicator_code = components_in_use.indicator_code
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
