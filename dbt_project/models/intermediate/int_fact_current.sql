-- Values of the submissions that stand.
with facts as (
    select * from {{ ref('stg_fact') }}
),

current_submissions as (
    select
        submission_id,
        ingest_batch_id
    from {{ ref('int_submission_state') }}
    where is_current
)

select
    facts.submission_id,
    facts.form_code,
    facts.unit_code,
    facts.unit_valid_from,
    facts.report_year,
    facts.period_type,
    facts.header_frame,
    facts.period_id,
    facts.period_frame,
    facts.period_start,
    facts.period_end,
    facts.field,
    facts.line_no,
    facts.value_number,
    facts.value_text,
    facts.value_date,
    facts.qualifier,
    facts.raw_text,
    facts.correction_id,
    facts.sheet,
    facts.cell
from facts
-- the batch too: a batch half written by a killed run never counts
inner join current_submissions
    on
        facts.submission_id = current_submissions.submission_id
        and facts.ingest_batch_id = current_submissions.ingest_batch_id
