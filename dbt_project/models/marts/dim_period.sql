select
    period_id,
    period_frame,
    period_type,
    report_year,
    part,
    period_start,
    period_end,
    value_kind
from {{ ref('stg_period') }}
