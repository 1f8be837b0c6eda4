{# The city's yearly figures against the figures somebody published (the register's expected_figures). #}
{% test matches_expected_figures(model, expected) %}
select
    expected.figure_id,
    expected.comparator,
    expected.value as expected_value,
    got.value as got_value
from {{ expected }} as expected
left join {{ model }} as got
    on
        expected.indicator_code = got.indicator_code
        and expected.report_year = got.report_year
        and got.level = 'city'
where
    got.value is null
    or (expected.comparator = 'eq' and abs(got.value - expected.value) > 0.005)
    or (expected.comparator = 'gt' and got.value <= expected.value)
{% endtest %}
