-- An edition is compared with what was learned after the moment it answers for.
with source as (
    select * from {{ source('lake', 'edition_figure') }}
)

select
    edition,
    as_of as edition_as_of,
    indicator_code,
    cast(report_year as integer) as report_year,
    level,
    unit_code,
    cast(unit_valid_from as date) as unit_valid_from,
    cast(value as double) as value,
    coverage_text,
    status,
    definition_hash
from source
where as_of < {{ as_of() }}
