-- The question of the review: the year before, the review year, and the target of the year after.
with city as (
    select * from {{ ref('stg_city') }}
),

figures as (
    select * from {{ ref('fct_indicator_yearly') }}
),

base as (
    select
        figures.*,
        indicator.display_vi
    from figures
    inner join city on figures.report_year = city.review_year
    inner join {{ ref('indicator') }} as indicator on figures.indicator_code = indicator.indicator_code
),

targets as (
    select targets.*
    from {{ ref('int_target') }} as targets
    inner join city on targets.target_year = city.target_year
),

joined as (
    select
        base.*,
        city.target_year,
        previous.value as previous_value,
        previous.definition_version as previous_definition_version,
        territory.not_comparable_vi as other_territory_vi,
        ahead.value as target_year_value,
        ahead.status as target_year_status,
        targets.comparator as stated_comparator,
        targets.target_value as stated_target,
        targets.document_no as target_document,
        targets.phasing as target_phasing,
        progress.progress_state,
        progress.to_date_value,
        progress.through as to_date_through,
        progress.expected_value as expected_to_date
    from base
    cross join city
    left join figures as previous
        on
            base.level = previous.level
            and base.indicator_code = previous.indicator_code
            and base.report_year - 1 = previous.report_year
            and coalesce(base.unit_code, '') = coalesce(previous.unit_code, '')
            and coalesce(base.unit_valid_from, date '0001-01-01')
            = coalesce(previous.unit_valid_from, date '0001-01-01')
    left join figures as ahead
        on
            base.level = ahead.level
            and base.indicator_code = ahead.indicator_code
            and city.target_year = ahead.report_year
            and coalesce(base.unit_code, '') = coalesce(ahead.unit_code, '')
            and coalesce(base.unit_valid_from, date '0001-01-01')
            = coalesce(ahead.unit_valid_from, date '0001-01-01')
    left join {{ ref('fct_indicator_by_perimeter') }} as territory
        on
            base.level = 'city'
            and territory.is_of_the_review
            and territory.not_comparable_code in ('outside_communes', 'perimeter_ended')
            and base.indicator_code = territory.indicator_code
            and base.report_year = territory.report_year
    left join targets
        on
            base.level = targets.level
            and base.indicator_code = targets.indicator_code
            and (base.level = 'city' or base.unit_code = targets.unit_code)
    left join {{ ref('int_target_progress') }} as progress
        on
            base.level = progress.level
            and base.indicator_code = progress.indicator_code
            and city.target_year = progress.target_year
            and coalesce(base.unit_code, '') = coalesce(progress.unit_code, '')
),

resolved as (
    -- a change against the base year becomes the value it stands for
    select
        joined.*,
        case
            when joined.stated_comparator in ('at_least', 'at_most') then joined.stated_target
            else joined.value * (100 + joined.stated_target) / 100
        end as target_value,
        case
            when joined.stated_comparator in ('at_most', 'change_at_most_pct') then 'at_most'
            when joined.stated_comparator in ('at_least', 'change_at_least_pct') then 'at_least'
        end as comparator
    from joined
),

measured as (
    select
        resolved.*,
        case
            when resolved.comparator = 'at_least' then resolved.target_value - resolved.value else
                resolved.value - resolved.target_value
        end as gap_to_target,
        case
            when resolved.target_year_status = 'final' then resolved.target_year_value
        end as target_year_actual
    from resolved
),

judged as (
    select
        measured.*,
        case
            when measured.other_territory_vi is not null then measured.other_territory_vi
            when measured.value is null then 'Chưa có số liệu năm báo cáo'
            when measured.status = 'to_date'
                then
                    concat(
                        'Năm chưa kết thúc: số mới tính đến ', strftime(measured.data_to, '%d/%m/%Y'),
                        ', không so với cả năm trước'
                    )
            when measured.previous_value is null and measured.level = 'unit'
                then 'Không có số liệu năm trước trên cùng địa bàn'
            when measured.previous_value is null then 'Không có số liệu năm trước'
            when measured.definition_version <> measured.previous_definition_version
                then 'Cách tính chỉ tiêu đã thay đổi giữa hai năm'
        end as not_comparable_reason
    from measured
)

select
    level,
    unit_code,
    unit_valid_from,
    perimeter,
    indicator_code,
    cast(report_year - 1 as integer) as previous_year,
    previous_value,
    report_year as base_year,
    value as base_value,
    case when not_comparable_reason is null then value - previous_value end as change,
    case
        when not_comparable_reason is null
            then 100 * (value - previous_value) / nullif(abs(previous_value), 0)
    end as change_pct,
    not_comparable_reason is null as comparable,
    not_comparable_reason,
    cast(target_year as integer) as target_year,
    stated_comparator,
    stated_target,
    comparator,
    target_value,
    target_document,
    target_phasing,
    to_date_value,
    to_date_through,
    expected_to_date,
    gap_to_target,
    gap_to_target <= 0 as base_meets_target,
    target_year_actual,
    case
        when target_year_actual is null or comparator is null then null
        when comparator = 'at_least' then 100 * target_year_actual / nullif(target_value, 0)
        when target_year_actual <= target_value then 100
        else 100 * target_value / nullif(target_year_actual, 0)
    end as attainment_pct,
    case
        when comparator is null then 'no_target'
        when target_year_status in ('to_date', 'not_due') or target_year_status is null
            then coalesce(progress_state, 'not_due')
        when target_year_actual is null then 'not_assessable'
        when comparator = 'at_least' and target_year_actual >= target_value then 'met'
        when comparator = 'at_most' and target_year_actual <= target_value then 'met'
        else 'missed'
    end as attainment_state,
    units_expected,
    units_reported,
    units_correction_pending,
    coverage_text,
    status,
    data_to,
    case
        when value is null then null
        when display_vi = 'more_than_thousands' and value >= 1000 and value % 1000 <> 0
            then 'hơn ' || {{ vietnamese_number('floor(value / 1000)') }} || ' nghìn'
        else {{ vietnamese_number('value') }}
    end as display_value_vi,
    invented
from judged
