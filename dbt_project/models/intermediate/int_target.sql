-- Targets as registered by the submission that stands: one row a unit, indicator and year.
select
    submission_id,
    unit_code,
    unit_valid_from,
    target_year,
    line_no,
    indicator_code,
    comparator,
    target_value,
    phasing,
    document_no,
    valid_from,
    target_version,
    weaker_reason,
    sheet,
    cell,
    unit_kind,
    level
from {{ ref('int_target_history') }}
where is_current
