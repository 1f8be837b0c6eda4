-- Accepting an edition changes no figure and stays outside the warehouse.
with source as (
    select * from {{ source('lake', 'approval') }}
)

select
    kind,
    subject as submission_id,
    role,
    accepted_at,
    reason_vi,
    document_no
from source
where kind <> 'edition' and accepted_at <= {{ as_of() }}
