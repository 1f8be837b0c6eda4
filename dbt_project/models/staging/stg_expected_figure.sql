with source as (
    select * from {{ source('lake', 'register_expected_figure') }}
)

select
    figure_id,
    indicator_code,
    cast(report_year as integer) as report_year,
    comparator,
    cast(value as double) as value,
    seed_sentence,
    cast(published_on as date) as published_on
from source
