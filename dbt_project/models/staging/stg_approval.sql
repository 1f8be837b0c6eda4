-- What a role accepted about submissions. Accepting an edition changes no figure and stays outside the warehouse.
with source as (
    select * from {{ source('lake', 'approval') }}
)

select
    kind,
    subject as submission_id,
    rule_id,
    field,
    cast(line_no as integer) as line_no,
    role,
    accepted_by,
    accepted_at,
    reason_vi,
    document_no
from source
where kind <> 'edition' and accepted_at <= {{ as_of() }}
