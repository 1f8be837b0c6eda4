-- The city's register of guiding documents and coordination rules: documents only, no persons.
with source as (
    select * from {{ source('lake', 'document') }}
)

select
    document_no,
    cast(document_date as date) as document_date,
    document_kind,
    issuer_vi,
    title_vi,
    continues_no,
    parties_vi,
    lead_unit_code,
    cast(valid_to as date) as valid_to,
    invented
from source
where learned_at is null or learned_at <= {{ as_of() }}
