-- Every target ever registered and accepted (form F09), also those a later registration replaced.
with submissions as (
    select
        submission_id,
        ingest_batch_id,
        received_at,
        revision_no,
        is_current
    from {{ ref('int_submission_state') }}
    where form_code = 'F09' and final_verdict = 'accepted'
),

lines as (
    select
        facts.submission_id,
        facts.unit_code,
        facts.unit_valid_from,
        facts.report_year as target_year,
        facts.line_no,
        submissions.received_at,
        submissions.revision_no,
        submissions.is_current,
        max(case when facts.field = 'indicator_code' then facts.value_text end) as indicator_code,
        max(case when facts.field = 'comparator' then facts.value_text end) as comparator,
        max(case when facts.field = 'target_value' then cast(facts.value_number as double) end) as target_value,
        max(case when facts.field = 'phasing' then facts.value_text end) as phasing,
        max(case when facts.field = 'document_no' then facts.value_text end) as document_no,
        max(case when facts.field = 'document_date' then facts.value_date end) as valid_from,
        max(case when facts.field = 'target_version' then facts.value_number end) as target_version,
        max(case when facts.field = 'weaker_reason' then facts.value_text end) as weaker_reason,
        max(case when facts.field = 'target_value' then facts.sheet end) as sheet,
        max(case when facts.field = 'target_value' then facts.cell end) as cell
    from {{ ref('stg_fact') }} as facts
    inner join submissions
        on
            facts.submission_id = submissions.submission_id
            and facts.ingest_batch_id = submissions.ingest_batch_id
    group by
        facts.submission_id, facts.unit_code, facts.unit_valid_from, facts.report_year, facts.line_no,
        submissions.received_at, submissions.revision_no, submissions.is_current
)

select
    lines.submission_id,
    lines.unit_code,
    lines.unit_valid_from,
    lines.target_year,
    lines.line_no,
    lines.received_at,
    lines.revision_no,
    lines.is_current,
    lines.indicator_code,
    lines.comparator,
    lines.target_value,
    lines.phasing,
    lines.document_no,
    lines.valid_from,
    lines.target_version,
    lines.weaker_reason,
    lines.sheet,
    lines.cell,
    units.unit_kind,
    case when units.unit_kind = 'city_sc138' then 'city' else 'unit' end as level
from lines
inner join {{ ref('stg_unit') }} as units
    on lines.unit_code = units.unit_code and lines.unit_valid_from = units.valid_from
