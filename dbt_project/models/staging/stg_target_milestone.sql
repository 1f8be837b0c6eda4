-- What a target asks for during its year, registered by the unit that set the target.
with source as (
    select * from {{ source('lake', 'target_milestone') }}
)

select
    unit_code,
    indicator_code,
    cast(target_year as integer) as target_year,
    cast(due_on as date) as due_on,
    cast(milestone_value as double) as milestone_value,
    document_no
from source
where learned_at <= {{ as_of() }}
