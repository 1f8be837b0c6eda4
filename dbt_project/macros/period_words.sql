{# The days of a period as Vietnamese offices write them: từ 15/12/2023 đến 14/12/2024. #}
{% macro period_words(period_start, period_end) -%}
    {{ return(adapter.dispatch('period_words', 'kho138')(period_start, period_end)) }}
{%- endmacro %}

{% macro duckdb__period_words(period_start, period_end) -%}
    'từ ' || strftime({{ period_start }}, '%d/%m/%Y') || ' đến ' || strftime({{ period_end }}, '%d/%m/%Y')
{%- endmacro %}
