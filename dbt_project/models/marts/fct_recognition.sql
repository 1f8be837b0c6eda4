-- The standard "An toàn về ANTT" (Circular 124): only Đạt or Chưa đạt, by kind of unit, with its denominator.
-- Armed forces, small and micro enterprises, primary schools and kindergartens are in no denominator.
select
    unit_code,
    unit_valid_from,
    cast(report_year as integer) as report_year,
    assessed_kind,
    eligible,
    registered,
    recognised,
    not_recognised,
    recognised_by,
    decision_no,
    submission_id,
    sheet,
    cell,
    100.0 * registered / nullif(eligible, 0) as registered_pct,
    100.0 * recognised / nullif(eligible, 0) as recognised_pct,
    -- a ward may ask to be recognised only from 70 % of its units on (art. 5(4))
    10 * recognised >= 7 * eligible as reaches_70_pct
from {{ ref('int_recognition_line') }}
