-- Contributions of the indicators whose formula is not a sum of fields: the model register and the ledger.
with models as (
    select
        models.*,
        measure.indicator_code,
        case
            when measure.special_measure = 'models_active' then models.is_active
            when measure.special_measure = 'models_new' then models.is_new
            when measure.special_measure = 'models_replicated_province'
                then models.is_active and models.replication_level in ('province', 'national')
        end as counts
    from {{ ref('int_model_register') }} as models
    cross join {{ ref('indicator') }} as measure
    where measure.special_measure in ('models_active', 'models_new', 'models_replicated_province')
),

ledger as (
    select
        due.*,
        measure.indicator_code,
        roles.role
    from {{ ref('int_submission_due') }} as due
    cross join {{ ref('indicator') }} as measure
    cross join (values ('numerator'), ('denominator')) as roles (role)
    where
        measure.special_measure = 'submission_on_time_pct'
        and due.is_owed
        and due.state <> 'expected' -- what is not due yet is neither on time nor late
)

select
    indicator_code,
    1 as definition_version,
    1 as component_no,
    'numerator' as role,
    1 as sign,
    report_year,
    unit_code,
    unit_valid_from,
    cast(null as varchar) as unit_kind,
    cast(null as varchar) as period_id,
    cast(null as varchar) as period_frame,
    period_start,
    period_end,
    submission_id,
    'model_code' as field,
    line_no,
    cast(null as varchar) as correction_id,
    sheet,
    cell,
    model_name as raw_text,
    cast(counts as double) as value,
    cast(counts as double) as contribution
from models
union all
select
    indicator_code,
    1 as definition_version,
    case when role = 'numerator' then 1 else 2 end as component_no,
    role,
    1 as sign,
    report_year,
    unit_code,
    unit_valid_from,
    unit_kind,
    period_id,
    period_frame,
    period_start,
    period_end,
    submission_id,
    cast(null as varchar) as field,
    cast(null as integer) as line_no,
    cast(null as varchar) as correction_id,
    cast(null as varchar) as sheet,
    cast(null as varchar) as cell,
    cast(null as varchar) as raw_text,
    case when role = 'denominator' or is_on_time then 1.0 else 0.0 end as value,
    case when role = 'denominator' or is_on_time then 1.0 else 0.0 end as contribution
from ledger
