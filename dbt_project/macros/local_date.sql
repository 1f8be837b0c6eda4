{# The day on which something happened in the office, whatever the time zone of the machine. #}
{% macro local_date(moment) -%}
    {{ return(adapter.dispatch('local_date', 'kho138')(moment)) }}
{%- endmacro %}

{% macro duckdb__local_date(moment) -%}
    cast({{ moment }} at time zone 'Asia/Ho_Chi_Minh' as date)
{%- endmacro %}
