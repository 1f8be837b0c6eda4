-- Every sentence of the city's article and where what it says is kept; prose has no data.
select
    sentence_id,
    sentence_vi,
    place,
    mart,
    column_name,
    wanted_value,
    cast(report_year as integer) as report_year,
    note_vi
from {{ ref('seed_trace') }}
