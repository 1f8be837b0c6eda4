{#
The moment the answers are computed for: one row of the lake, so that another moment parses nothing again.
Every staging model that reads what was received or recorded keeps only what was known by then.
#}
{% macro as_of() -%}
    (select max(city.as_of) from {{ source('lake', 'register_city') }} as city)
{%- endmacro %}
