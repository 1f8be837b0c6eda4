-- How many units of the city's perimeter owed what an indicator is made of, and which of them are complete.
select
    owed.indicator_code,
    owed.report_year,
    owed.unit_code,
    max(owed.unit_valid_from) as unit_valid_from,
    sum(owed.submissions_expected) as submissions_expected,
    sum(owed.submissions_accepted) as submissions_accepted,
    bool_and(owed.is_complete) as is_complete,
    bool_or(owed.correction_pending) as correction_pending
from {{ ref('int_owed_by_unit') }} as owed
inner join {{ ref('stg_perimeter_member') }} as members
    on owed.unit_code = members.unit_code and owed.unit_valid_from = members.valid_from
inner join {{ ref('stg_city') }} as city on members.perimeter = city.perimeter
group by owed.indicator_code, owed.report_year, owed.unit_code
