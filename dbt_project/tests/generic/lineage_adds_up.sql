{# Contributions of the lineage add up to numerator and denominator of every figure. #}
{% test lineage_adds_up(model, figures) %}
select
    figures.indicator_code,
    figures.report_year,
    figures.unit_code,
    figures.numerator,
    sum(case when lineage.role = 'numerator' then lineage.contribution end) as traced
from {{ figures }} as figures
left join {{ model }} as lineage
    on
        figures.indicator_code = lineage.indicator_code
        and figures.report_year = lineage.report_year
where figures.level = 'city' and figures.numerator is not null
group by figures.indicator_code, figures.report_year, figures.unit_code, figures.numerator
having abs(figures.numerator - coalesce(traced, 0)) > 0.000001 or traced is null
{% endtest %}
