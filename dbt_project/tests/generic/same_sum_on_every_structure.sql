{# Additive counts: the units of any structure add up to the same total, refused figures left out on all of them. #}
{% test same_sum_on_every_structure(model) %}
with kept as (
    select
        figures.structure_from,
        figures.indicator_code,
        figures.report_year,
        sum(figures.numerator) as total
    from {{ model }} as figures
    inner join {{ ref('indicator') }} as indicator on figures.indicator_code = indicator.indicator_code
    where indicator.agg_units = 'sum'
    group by figures.structure_from, figures.indicator_code, figures.report_year
),

refused as (
    select distinct
        structure_from,
        indicator_code,
        report_year
    from {{ model }}
    where refusal_code is not null
),

whole as (
    select kept.*
    from kept
    left join refused
        on
            kept.structure_from = refused.structure_from
            and kept.indicator_code = refused.indicator_code
            and kept.report_year = refused.report_year
    where refused.structure_from is null
)

select
    indicator_code,
    report_year,
    min(total) as least_total,
    max(total) as most_total
from whole
group by indicator_code, report_year
having max(total) - min(total) > 0.000001
{% endtest %}
