-- Execution of directives by wards and communes: resolution and plan of the first quarter (Circular 124, art. 5(1)).
with said as (
    select
        unit_code,
        unit_valid_from,
        report_year,
        max(submission_id) as submission_id,
        max(sheet) as sheet,
        string_agg(cell, ', ' order by cell) as cell,
        max(case when field = 'q1_resolution' then value_text end) as q1_resolution,
        max(case when field = 'q1_plan' then value_text end) as q1_plan,
        max(case when field = 'q1_plan_date' then value_date end) as q1_plan_date
    from {{ ref('int_fact_current') }}
    where form_code = 'F01' and period_type = 'year' and field in ('q1_resolution', 'q1_plan', 'q1_plan_date')
    group by unit_code, unit_valid_from, report_year
)

select
    unit_code,
    unit_valid_from,
    cast(report_year as integer) as report_year,
    q1_plan_date as plan_date,
    submission_id,
    sheet,
    cell,
    q1_resolution = 'yes' as has_resolution,
    q1_plan = 'yes' as has_plan,
    q1_plan = 'yes'
    and q1_plan_date is not null
    and extract(year from q1_plan_date) = report_year
    and extract(month from q1_plan_date) <= 3 as plan_in_first_quarter
from said
