select
    due.unit_code,
    due.unit_valid_from,
    units.name_vi as unit_name_vi,
    due.unit_kind,
    due.form_code,
    due.period_id,
    due.period_type,
    due.period_frame,
    due.report_year,
    due.period_start,
    due.period_end,
    due.due_on,
    due.state,
    due.first_received_at,
    due.is_late,
    due.is_on_time,
    cast(due.submissions as bigint) as submissions,
    due.revision_no,
    due.correction_pending,
    due.submission_id
from {{ ref('int_submission_due') }} as due
inner join {{ ref('stg_unit') }} as units on due.unit_key = units.unit_key
