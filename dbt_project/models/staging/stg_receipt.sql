with source as (
    select * from {{ source('lake', 'receipts') }}
)

select
    receipt_id,
    submission_id,
    channel,
    sender_kind,
    sender_code,
    source_name,
    cast(size_bytes as bigint) as size_bytes,
    received_at
from source
where received_at <= {{ as_of() }}
