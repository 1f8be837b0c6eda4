-- What every unit owes for every period of the open years, by when, and why not where it does not.
with city as (
    select * from {{ ref('stg_city') }}
),

reporting_units as (
    -- inside the territory of a perimeter and reporting to the committee
    select distinct
        unit_code,
        valid_from
    from {{ ref('stg_perimeter_member') }}
    where reports
),

units as (
    select units.*
    from {{ ref('stg_unit') }} as units
    inner join reporting_units
        on units.unit_code = reporting_units.unit_code and units.valid_from = reporting_units.valid_from
),

heirs as (
    -- one sentence a unit that was merged or split: who reports in its place
    select
        succession.old_code as unit_code,
        succession.old_valid_from as valid_from,
        string_agg(heir.name_vi || ' (' || heir.unit_code || ')', ', ' order by heir.unit_code) as names_vi
    from {{ ref('stg_succession') }} as succession
    inner join {{ ref('stg_unit') }} as heir
        on succession.new_code = heir.unit_code and succession.new_valid_from = heir.valid_from
    group by succession.old_code, succession.old_valid_from
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
    from {{ ref('stg_period') }} as periods
    inner join working_days on periods.period_end >= working_days.day
    group by periods.period_id
),

exemptions as (
    select
        unit_code,
        form_code,
        exempt_from,
        reason_vi,
        coalesce(exempt_to, date '9999-12-31') as exempt_to
    from {{ ref('stg_exemption') }}
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
    due.day as due_on,
    periods.period_end < city.as_of_date as is_over,
    case
        when periods.period_end > coalesce(units.valid_to, periods.period_end) then 'superseded'
        when exemptions.unit_code is not null then 'exempt'
        else 'owed'
    end as obligation,
    case
        when periods.period_end > coalesce(units.valid_to, periods.period_end)
            then 'Đơn vị đã sắp xếp trong kỳ; đơn vị kế thừa báo cáo: ' || heirs.names_vi
        else exemptions.reason_vi
    end as reason_vi
from {{ ref('stg_obligation') }} as obligations
cross join city
inner join {{ ref('stg_period') }} as periods
    on
        obligations.period_frame = periods.period_frame
        and obligations.period_type = periods.period_type
        and obligations.report_year = periods.report_year
        and obligations.part = periods.part
inner join units
    on
        obligations.unit_kind = units.unit_kind
        and periods.period_end >= units.valid_from
left join heirs on units.unit_code = heirs.unit_code and units.valid_from = heirs.valid_from
left join exemptions
    on
        units.unit_code = exemptions.unit_code
        and obligations.form_code = exemptions.form_code
        and periods.period_end between exemptions.exempt_from and exemptions.exempt_to
-- left joins: a calendar that is too short shows as a missing due date (a test), never as nothing owed
left join last_working_day on periods.period_id = last_working_day.period_id
left join working_days as due
    on last_working_day.working_day_no + obligations.deadline_working_days = due.working_day_no
where
    periods.period_end <= coalesce(units.valid_to, periods.period_end)
    -- who was there when the period began and was merged before it ended: the successor answers
    or (
        heirs.names_vi is not null
        and units.valid_from <= periods.period_start
        and units.valid_to between periods.period_start and periods.period_end
    )
