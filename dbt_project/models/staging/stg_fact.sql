with source as (
    select * from {{ source('lake', 'facts') }}
)

select
    submission_id,
    form_code,
    unit_code,
    cast(unit_valid_from as date) as unit_valid_from,
    cast(report_year as integer) as report_year,
    period_type,
    {{ header_frame('period_id') }} as header_frame,
    period_frame,
    period_id,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(revision_no as integer) as revision_no,
    field,
    cast(line_no as integer) as line_no,
    cast(value_number as decimal(18, 4)) as value_number,
    value_text,
    cast(value_date as date) as value_date,
    qualifier,
    raw_text,
    correction_id,
    sheet,
    cell,
    ingest_batch_id
from source
where received_at <= {{ as_of() }}
