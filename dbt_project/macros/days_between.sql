{# Whole days from one date to a later one. #}
{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between', 'kho138')(first, last)) }}
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}
