{# Contributions of the lineage add up to the numerator of every figure of the city, and carried over by their weights
   to the numerator of every figure on another structure. #}
{% test lineage_adds_up(model, figures, carried) %}
with traced as (
    select
        lineage.indicator_code,
        lineage.report_year,
        sum(lineage.contribution) as traced
    from {{ model }} as lineage
    where lineage.role = 'numerator' and lineage.in_perimeter
    group by lineage.indicator_code, lineage.report_year
),

traced_through as (
    select
        structure.structure_from,
        structure.to_code,
        structure.to_valid_from,
        lineage.indicator_code,
        lineage.report_year,
        sum(lineage.contribution * structure.weight) as traced
    from {{ model }} as lineage
    inner join {{ ref('dim_structure') }} as structure
        on lineage.unit_code = structure.unit_code and lineage.unit_valid_from = structure.unit_valid_from
    where lineage.role = 'numerator' and structure.refusal_code is null
    group by
        structure.structure_from, structure.to_code, structure.to_valid_from, lineage.indicator_code,
        lineage.report_year
)

select
    figures.indicator_code,
    figures.report_year,
    figures.numerator,
    traced.traced
from {{ figures }} as figures
left join traced on figures.indicator_code = traced.indicator_code and figures.report_year = traced.report_year
where
    figures.level = 'city' and figures.numerator is not null
    and (traced.traced is null or abs(figures.numerator - traced.traced) > 0.000001)
union all
select
    carried.indicator_code,
    carried.report_year,
    carried.numerator,
    traced_through.traced
from {{ carried }} as carried
left join traced_through
    on
        carried.structure_from = traced_through.structure_from
        and carried.unit_code = traced_through.to_code
        and carried.unit_valid_from = traced_through.to_valid_from
        and carried.indicator_code = traced_through.indicator_code
        and carried.report_year = traced_through.report_year
where
    carried.numerator is not null
    and (traced_through.traced is null or abs(carried.numerator - traced_through.traced) > 0.000001)
{% endtest %}
