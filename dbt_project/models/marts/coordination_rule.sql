-- Coordination rules between police, military, Fatherland Front and its members, and whether each is in force.
select
    documents.document_no,
    documents.document_date,
    documents.title_vi,
    documents.parties_vi,
    documents.lead_unit_code,
    documents.continues_no,
    documents.valid_to,
    documents.invented,
    documents.document_date <= city.as_of_date
    and (documents.valid_to is null or documents.valid_to > city.as_of_date) as in_force
from {{ ref('stg_document') }} as documents
cross join {{ ref('stg_city') }} as city
where documents.document_kind = 'coordination_rule'
