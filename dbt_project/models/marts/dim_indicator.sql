select
    indicator.indicator_code,
    indicator.sort_order,
    indicator.theme,
    indicator.theme_title_vi,
    indicator.name_vi,
    indicator.name_en,
    indicator.unit,
    indicator.unit_vi,
    indicator.direction,
    indicator.agg_units,
    indicator.agg_time,
    cast(indicator.scale as double) as scale,
    definitions.formula,
    indicator.display_vi,
    indicator.sensitivity,
    definitions.definition_vi,
    definitions.definition_hash,
    definitions.definition_version,
    indicator.evidence
from {{ ref('indicator') }} as indicator
cross join {{ ref('stg_city') }} as city
left join {{ ref('dim_definition') }} as definitions
    on
        indicator.indicator_code = definitions.indicator_code
        and {{ in_force('definitions', 'city.review_year') }}
