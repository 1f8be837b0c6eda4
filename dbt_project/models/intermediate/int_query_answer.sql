-- Which question has been explained, by which file, and who accepted it. An error has no answer but a mended file.
with questions as (
    select distinct
        issues.submission_id,
        issues.rule_id,
        issues.line_no,
        issues.sheet,
        issues.cell,
        states.sender_kind,
        states.sender_code,
        states.form_code,
        states.period_id,
        states.figures_key,
        coalesce(issues.field, '-') as field,
        coalesce(issues.related_cells, '') as related_cells
    from {{ ref('int_issue') }} as issues
    inner join {{ ref('int_submission_state') }} as states on issues.submission_id = states.submission_id
    where issues.severity = 'query'
),

explanations as (
    select
        said.*,
        states.sender_kind,
        states.sender_code,
        states.form_code,
        states.period_id,
        states.figures_key,
        states.received_at
    from {{ ref('stg_explanation') }} as said
    inner join {{ ref('int_submission_state') }} as states on said.submission_id = states.submission_id
    where states.final_verdict <> 'quarantined'
),

answered as (
    select
        questions.submission_id,
        questions.rule_id,
        questions.field,
        questions.line_no,
        said.explanation,
        said.submission_id as explained_in,
        said.received_at as explained_at,
        row_number() over (
            partition by questions.submission_id, questions.rule_id, questions.field, questions.line_no
            order by
                said.received_at desc,
                case when said.explained_by = 'slip' then 0 else 1 end asc,
                said.submission_id asc,
                said.cell asc,
                said.explanation asc
        ) as place
    from questions
    inner join explanations as said
        on
            -- only the unit that was asked answers, about this file or about one with the same figures
            questions.sender_kind = said.sender_kind
            and questions.sender_code = said.sender_code
            and (
                questions.submission_id = said.submission_id
                or questions.submission_id = said.answers_submission_id
                or (
                    questions.form_code = said.form_code
                    and questions.period_id = said.period_id
                    and questions.figures_key = said.figures_key
                )
            )
            and (
                (
                    said.explained_by = 'slip'
                    and questions.rule_id = said.rule_id
                    and questions.field = said.field
                    and questions.line_no = said.line_no
                )
                or (
                    said.explained_by = 'note'
                    and questions.sheet = said.sheet
                    and (
                        questions.cell = said.value_cell
                        or ', ' || questions.related_cells || ', ' like '%, ' || said.value_cell || ', %'
                        or (said.value_cell is null and questions.line_no = said.line_no)
                    )
                )
            )
),

approvals as (
    select
        submission_id,
        rule_id,
        field,
        line_no,
        accepted_by,
        accepted_at,
        row_number() over (
            partition by submission_id, rule_id, field, line_no
            order by accepted_at desc, accepted_by asc
        ) as place
    from {{ ref('stg_approval') }}
    where kind = 'explanation'
)

select
    answered.submission_id,
    answered.rule_id,
    answered.field,
    answered.line_no,
    answered.explanation,
    answered.explained_in,
    answered.explained_at,
    approvals.accepted_by,
    approvals.accepted_at
from answered
left join approvals
    on
        answered.submission_id = approvals.submission_id
        and answered.rule_id = approvals.rule_id
        and answered.field = approvals.field
        and answered.line_no = approvals.line_no
        and approvals.place = 1
where answered.place = 1
