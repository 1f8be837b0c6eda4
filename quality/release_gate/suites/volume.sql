-- One row a quarter in which reporting periods end: files in the lake, files in the ledger, reports that stand, and how many
-- of those the edition in force holds. A file of a unit that never owes its form is counted apart.
with files as (
    select
        form_code,
        unit_code,
        unit_valid_from,
        period_id,
        period_end,
        count(*) as files
    from lake.submissions
    where verdict = 'accepted'
    group by form_code, unit_code, unit_valid_from, period_id, period_end
),

reporters as (
    select distinct
        form_code,
        unit_code,
        unit_valid_from
    from warehouse.marts.fct_submission_coverage
),

ledger as (
    select
        coalesce(files.period_end, owed.period_end) as period_end,
        coalesce(files.files, 0) as accepted_files,
        files.files is not null and reporters.form_code is null as nobody_owes,
        case when files.files is null then 0 else least(files.files, coalesce(owed.submissions, 0)) end as in_ledger,
        coalesce(owed.is_accepted, false) as stands
    from files
    full join warehouse.marts.fct_submission_coverage as owed
        on
            files.form_code = owed.form_code
            and files.unit_code = owed.unit_code
            and files.unit_valid_from = owed.unit_valid_from
            and files.period_id = owed.period_id
    left join reporters
        on
            files.form_code = reporters.form_code
            and files.unit_code = reporters.unit_code
            and files.unit_valid_from = reporters.unit_valid_from
),

edition as (
    select
        year(period_end) || '-Q' || quarter(period_end) as quarter,
        count(*) filter (where is_accepted) as reports
    from published.marts.fct_submission_coverage
    group by quarter
),

arrivals as (
    select
        (select count(*) from lake.receipts) as in_lake,
        (select max(receipts) from warehouse.marts.fct_received) as in_balance
),

quarters as (
    select
        year(period_end) || '-Q' || quarter(period_end) as quarter,
        sum(accepted_files) filter (where not nobody_owes) as accepted_files,
        sum(in_ledger) as files_in_ledger,
        sum(accepted_files) filter (where nobody_owes) as files_nobody_owes,
        count(*) filter (where stands) as accepted_reports
    from ledger
    group by quarter
)

select
    quarter,
    cast(coalesce(quarters.accepted_files, 0) as bigint) as accepted_files,
    cast(coalesce(quarters.files_in_ledger, 0) as bigint) as files_in_ledger,
    cast(coalesce(quarters.files_nobody_owes, 0) as bigint) as files_nobody_owes,
    coalesce(quarters.accepted_reports, 0) as accepted_reports,
    coalesce(edition.reports, 0) as published_reports,
    -- of few reports one more or less is a large share
    case when edition.reports >= 10 then cast(floor(0.8 * edition.reports) as bigint) else 0 end as published_floor,
    arrivals.in_lake as arrivals_in_lake,
    arrivals.in_balance as arrivals_in_balance
from quarters
full join edition using (quarter)
cross join arrivals
order by quarter
