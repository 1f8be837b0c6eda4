with source as (
    select * from {{ source('lake', 'submissions') }}
)

select
    submission_id,
    sender_kind,
    sender_code,
    source_name,
    channel,
    received_at,
    {{ local_date('received_at') }} as received_on,
    form_code,
    form_version,
    unit_code,
    cast(unit_valid_from as date) as unit_valid_from,
    cast(report_year as integer) as report_year,
    period_type,
    period_frame,
    period_id,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(revision_no as integer) as revision_no,
    verdict,
    reason_rule_id,
    cast(errors as integer) as errors,
    cast(queries as integer) as queries,
    figures_key,
    ingest_batch_id
from source
where received_at <= {{ as_of() }}
