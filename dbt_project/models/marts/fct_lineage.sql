-- From a figure to its cells: what each cell of each file adds to the numerator or denominator of an indicator, what
-- the rules said of the cell and which definition used it. dim_structure carries it to the units of other structures.
with rules_of_form as (
    select
        form_code,
        count(*) as rules_checked
    from {{ ref('rule') }}
    where form_code is not null and form_code <> 'F00'
    group by form_code
),

asked as (
    -- what stands at one cell, or about a whole file
    select
        submission_id,
        sheet,
        cell,
        string_agg(distinct rule_id, ', ' order by rule_id) as rules_asked
    from {{ ref('int_issue') }}
    group by submission_id, sheet, cell
),

receipts as (
    -- the arrival a submission is known by: its first
    select
        submission_id,
        received_at,
        min(receipt_id) as receipt_id
    from {{ ref('stg_receipt') }}
    group by submission_id, received_at
)

select
    contributions.indicator_code,
    cast(contributions.report_year as integer) as report_year,
    contributions.unit_code,
    contributions.unit_valid_from,
    contributions.in_perimeter,
    cast(contributions.component_no as integer) as component_no,
    contributions.role,
    cast(contributions.sign as integer) as sign,
    contributions.period_id,
    contributions.submission_id,
    states.form_code,
    states.revision_no,
    states.final_verdict as verdict,
    cast(rules_of_form.rules_checked as bigint) as rules_checked,
    at_cell.rules_asked,
    of_file.rules_asked as rules_asked_of_file,
    cast(states.queries as integer) as queries,
    states.queries_accepted_at,
    definitions.definition_version,
    definitions.definition_hash,
    states.source_name,
    states.sender_kind,
    states.sender_code,
    states.received_at,
    receipts.receipt_id,
    contributions.sheet,
    contributions.cell,
    contributions.field,
    cast(contributions.line_no as integer) as line_no,
    contributions.raw_text,
    contributions.correction_id,
    cast(contributions.value as double) as value,
    cast(contributions.contribution as double) as contribution
from {{ ref('int_contribution') }} as contributions
inner join {{ ref('dim_definition') }} as definitions
    on
        contributions.indicator_code = definitions.indicator_code
        and contributions.definition_version = definitions.definition_version
left join {{ ref('int_submission_state') }} as states
    on contributions.submission_id = states.submission_id
left join receipts
    on contributions.submission_id = receipts.submission_id and states.received_at = receipts.received_at
left join rules_of_form on states.form_code = rules_of_form.form_code
left join asked as at_cell
    on
        contributions.submission_id = at_cell.submission_id
        and contributions.sheet = at_cell.sheet
        and contributions.cell = at_cell.cell
left join asked as of_file on contributions.submission_id = of_file.submission_id and of_file.cell is null
