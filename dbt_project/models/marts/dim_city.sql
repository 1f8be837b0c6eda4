select
    city_name_vi,
    committee_name_vi,
    invented,
    invented_note_vi,
    review_year,
    target_year,
    perimeter,
    as_of
from {{ ref('stg_city') }}
