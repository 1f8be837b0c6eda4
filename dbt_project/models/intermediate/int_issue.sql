-- Every finding: of one file (ingestion) and of the ledger (late, twice, conflict, reports that disagree).
with states as (
    select * from {{ ref('int_submission_state') }}
),

of_one_file as (
    select
        issues.submission_id,
        issues.rule_id,
        issues.severity,
        issues.field,
        issues.line_no,
        issues.sheet,
        issues.cell,
        issues.related_cells,
        issues.value_seen,
        issues.message_vi,
        issues.action_vi
    from {{ ref('stg_issue') }} as issues
    inner join states on issues.submission_id = states.submission_id
),

late as (
    select
        states.submission_id,
        'LATE-01' as rule_id,
        strftime(states.received_on, '%d/%m/%Y') as value_seen,
        strftime(due.due_on, '%d/%m/%Y') as expected
    from states
    inner join {{ ref('int_submission_due') }} as due
        on
            states.unit_code = due.unit_code
            and states.unit_valid_from = due.unit_valid_from
            and states.form_code = due.form_code
            and states.period_id = due.period_id
            and states.received_at = due.first_received_at
    where due.is_late
),

copies as (
    select
        submission_id,
        'DUP-01' as rule_id,
        cast(null as varchar) as expected,
        max(source_name) as value_seen
    from {{ ref('stg_receipt') }}
    group by submission_id
    having count(*) > 1
),

conflicts as (
    select
        submission_id,
        'REV-02' as rule_id,
        cast(revision_no as varchar) as value_seen,
        cast(null as varchar) as expected
    from states
    where in_conflict
),

of_the_ledger as (
    select
        found.submission_id,
        found.rule_id,
        rules.severity,
        found.field,
        found.line_no,
        found.sheet,
        found.cell,
        cast(null as varchar) as related_cells,
        found.value_seen,
        replace(
            replace(
                replace(
                    replace(rules.message_vi, '{value}', coalesce(found.value_seen, '')),
                    '{expected}', coalesce(found.expected, '')
                ),
                '{detail}', coalesce(found.detail, '')
            ),
            '{basis}', coalesce(found.basis, '')
        ) as message_vi,
        rules.action_vi
    from (
        select
            submission_id,
            rule_id,
            null as field,
            0 as line_no,
            null as sheet,
            null as cell,
            null as detail,
            null as basis,
            value_seen,
            expected
        from late
        union all
        select
            submission_id,
            rule_id,
            null as field,
            0 as line_no,
            null as sheet,
            null as cell,
            null as detail,
            null as basis,
            value_seen,
            expected
        from copies
        union all
        select
            submission_id,
            rule_id,
            null as field,
            0 as line_no,
            null as sheet,
            null as cell,
            null as detail,
            null as basis,
            value_seen,
            expected
        from conflicts
        union all
        select
            submission_id,
            rule_id,
            field,
            line_no,
            sheet,
            cell,
            detail,
            basis,
            {{ vietnamese_number('value') }} as value_seen,
            {{ vietnamese_number('expected') }} as expected
        from {{ ref('int_cross_check') }}
    ) as found
    inner join {{ ref('rule') }} as rules on found.rule_id = rules.rule_id
),

together as (
    select * from of_one_file
    union all
    select * from of_the_ledger
)

select
    submission_id,
    rule_id,
    severity,
    field,
    cast(line_no as integer) as line_no,
    sheet,
    cell,
    related_cells,
    value_seen,
    message_vi,
    action_vi
from together
