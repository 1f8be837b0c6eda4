{# Frame of a submission's header from its period id (ND09:2024-Q1). #}
{% macro header_frame(period_id) -%}
    split_part({{ period_id }}, ':', 1)
{%- endmacro %}
