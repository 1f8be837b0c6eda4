-- Movement grades (Decision 510/QĐ-BCA-V05), four levels: another result than the standard, never merged with it.
select
    unit_code,
    unit_valid_from,
    cast(report_year as integer) as report_year,
    assessed_kind,
    graded,
    grade_excellent,
    grade_good,
    grade_average,
    grade_weak,
    submission_id,
    sheet,
    cell,
    100.0 * (grade_excellent + grade_good) / nullif(graded, 0) as good_or_better_pct
from {{ ref('int_recognition_line') }}
