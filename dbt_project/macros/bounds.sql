{#
Bounds of a figure part of which did not come, from the columns value, numerator, denominator, agg_units, unit, scale,
numerator_more, denominator_more (the most the missing can add) of the query it stands in.
A count lies between what came and what came plus the most that is missing. A ratio lies between the missing units
having none of theirs and all of theirs; a difference that lacks a part has no bounds.
#}
{% macro lower_bound(is_whole, is_unbounded) -%}
    case
        when {{ is_whole }} then value
        when agg_units in ('sum', 'count_distinct') then coalesce(numerator, 0)
        when agg_units = 'ratio_of_sums' and not {{ is_unbounded }} and numerator >= 0
            then scale * numerator / nullif(denominator + coalesce(denominator_more, 0), 0)
    end
{%- endmacro %}

{% macro upper_bound(is_whole, is_unbounded) -%}
    case
        when {{ is_whole }} then value
        when {{ is_unbounded }} then null
        when agg_units = 'sum' then coalesce(numerator, 0) + numerator_more
        when agg_units = 'ratio_of_sums' and numerator >= 0
            then least(
                scale * (numerator + coalesce(numerator_more, 0)) / nullif(denominator, 0),
                case when unit = '%' then 100.0 else 1e308 end
            )
    end
{%- endmacro %}
