{# What one unit adds to one component of a year is of one frame, and no day is counted twice: two frames, or a
   cumulative value and a part of it (half-year and its quarters), never add up. Stocks are the last value. #}
{% test windows_do_not_overlap(model) %}
with windows as (
    select distinct
        indicator_code,
        component_no,
        report_year,
        unit_code,
        unit_valid_from,
        period_frame,
        period_start,
        period_end
    from {{ model }}
    where period_frame is not null
)

select
    one.indicator_code,
    one.component_no,
    one.report_year,
    one.unit_code,
    one.period_frame as one_frame,
    other.period_frame as other_frame,
    one.period_start as one_start,
    other.period_start as other_start
from windows as one
inner join windows as other
    on
        one.indicator_code = other.indicator_code
        and one.component_no = other.component_no
        and one.report_year = other.report_year
        and one.unit_code = other.unit_code
        and one.unit_valid_from = other.unit_valid_from
where
    one.period_frame < other.period_frame
    or (
        other.period_start <= one.period_end
        and (
            one.period_start < other.period_start
            or (one.period_start = other.period_start and one.period_end < other.period_end)
        )
    )
{% endtest %}
