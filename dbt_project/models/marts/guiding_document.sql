-- Directives, conclusions, plans and conferences, each with what it continues.
select
    documents.document_no,
    documents.document_date,
    documents.document_kind,
    documents.issuer_vi,
    documents.title_vi,
    documents.continues_no,
    earlier.title_vi as continues_title_vi,
    documents.lead_unit_code,
    documents.valid_to,
    documents.invented
from {{ ref('stg_document') }} as documents
left join {{ ref('stg_document') }} as earlier on documents.continues_no = earlier.document_no
where documents.document_kind <> 'coordination_rule'
