-- What every unit of the perimeter owes for every period that has closed, and by when.
with city as (
    select * from {{ ref('stg_city') }}
),

units as (
    select units.*
    from {{ ref('stg_unit') }} as units
    inner join {{ ref('stg_perimeter_member') }} as members
        on units.unit_code = members.unit_code and units.valid_from = members.valid_from
    inner join city on members.perimeter = city.perimeter
),

periods as (
    select periods.*
    from {{ ref('stg_period') }} as periods
    cross join city
    where periods.period_end < city.as_of_date
),

working_days as (
    select
        day,
        row_number() over (order by day) as working_day_no
    from {{ ref('stg_working_day') }}
    where is_working_day
),

last_working_day as (
    -- number of the last working day up to and including the cut-off
    select
        periods.period_id,
        max(working_days.working_day_no) as working_day_no
    from periods
    inner join working_days on periods.period_end >= working_days.day
    group by periods.period_id
)

select
    units.unit_key,
    units.unit_code,
    units.valid_from as unit_valid_from,
    units.unit_kind,
    obligations.form_code,
    periods.period_id,
    periods.period_type,
    periods.period_frame,
    periods.report_year,
    periods.period_start,
    periods.period_end,
    due.day as due_on
from {{ ref('stg_obligation') }} as obligations
inner join periods
    on
        obligations.period_frame = periods.period_frame
        and obligations.period_type = periods.period_type
        and obligations.part = periods.part
inner join units
    on
        obligations.unit_kind = units.unit_kind
        and periods.period_end >= units.valid_from
        and periods.period_end <= coalesce(units.valid_to, periods.period_end)
-- left joins: a calendar that is too short shows as a missing due date (a test), never as nothing owed
left join last_working_day on periods.period_id = last_working_day.period_id
left join working_days as due
    on last_working_day.working_day_no + obligations.deadline_working_days = due.working_day_no
