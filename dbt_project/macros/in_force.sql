{# Whether a definition (or a part of one) is that of a report year; null = from the beginning, or still. #}
{% macro in_force(definition, report_year) -%}
    {{ report_year }} between coalesce({{ definition }}.first_report_year, 0)
    and coalesce({{ definition }}.last_report_year, 9999)
{%- endmacro %}
