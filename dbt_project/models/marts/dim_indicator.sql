select
    indicator_code,
    sort_order,
    theme,
    theme_title_vi,
    name_vi,
    name_en,
    unit,
    unit_vi,
    direction,
    agg_units,
    agg_time,
    cast(scale as double) as scale,
    formula,
    display_vi,
    sensitivity,
    definition_vi,
    evidence
from {{ ref('indicator') }}
