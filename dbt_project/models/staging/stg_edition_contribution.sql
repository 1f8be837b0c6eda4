with source as (
    select * from {{ source('lake', 'edition_contribution') }}
)

select
    edition,
    indicator_code,
    cast(report_year as integer) as report_year,
    unit_code,
    cast(unit_valid_from as date) as unit_valid_from,
    role,
    period_id,
    form_code,
    submission_id,
    cast(contribution as double) as contribution
from source
where as_of < {{ as_of() }}
