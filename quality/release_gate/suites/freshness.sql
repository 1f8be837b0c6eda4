-- One row a form: the newest period that is due and the newest that was accepted. Measures of the whole house stand in every row.
with city as (
    select
        as_of,
        cast(as_of at time zone 'Asia/Ho_Chi_Minh' as date) as as_of_date
    from warehouse.marts.dim_city
),

due as (
    select
        coverage.*,
        received.received_at,
        cast(received.received_at at time zone 'Asia/Ho_Chi_Minh' as date) as received_on
    from warehouse.marts.fct_submission_coverage as coverage
    cross join city
    left join lake.submissions as received
        on coverage.submission_id = received.submission_id
    where coverage.due_on < city.as_of_date and coverage.is_owed
),

forms as (
    select
        form_code,
        max(period_end) filter (where is_accepted) as newest_accepted,
        max(received_on) filter (where is_accepted) as received_on
    from due
    group by form_code
),

behind as (
    select
        due.form_code,
        count(distinct due.period_end) as periods_behind
    from due
    inner join forms on due.form_code = forms.form_code
    where due.period_end > coalesce(forms.newest_accepted, date '0001-01-01')
    group by due.form_code
),

newest as (
    select max(cast(received_at at time zone 'Asia/Ho_Chi_Minh' as date)) as received_on
    from lake.submissions
    where verdict = 'accepted'
),

deadlines as (
    select
        due_on,
        due_on - lag(due_on) over (order by due_on) as gap_days
    from (select distinct due_on from due)
),

house as (
    select
        count(*) filter (where deadlines.due_on > newest.received_on) as deadlines_in_silence,
        max(deadlines.gap_days) as longest_gap_days
    from deadlines
    cross join newest
)

select
    forms.form_code,
    cast(forms.newest_accepted as varchar) as newest_accepted,
    coalesce(behind.periods_behind, 0) as periods_behind,
    city.as_of_date - forms.received_on as age_days,
    house.deadlines_in_silence,
    house.longest_gap_days,
    date_diff('minute', city.as_of, (select max(received_at) from lake.receipts)) as minutes_behind_receipts,
    coalesce(date_diff('minute', city.as_of, (select max(as_of) from published.marts.dim_city)), 0)
        as minutes_behind_edition
from forms
cross join city
cross join house
left join behind on forms.form_code = behind.form_code
order by forms.form_code
