{# A number as Vietnamese offices write it: 20.432 and 12,5; at most two decimals. #}
{% macro vietnamese_number(value) -%}
    {{ return(adapter.dispatch('vietnamese_number', 'kho138')(value)) }}
{%- endmacro %}

{% macro duckdb__vietnamese_number(value) -%}
    translate(
        regexp_replace(regexp_replace(format('{:,.2f}', round({{ value }}, 2) + 0.0), '(\.\d*?)0+$', '\1'), '\.$', ''),
        ',.', '.,'
    )
{%- endmacro %}
