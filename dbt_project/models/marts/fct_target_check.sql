-- What there is to ask about the targets of a year, one row a target and check; status says ok, asked or why untested.
with targets as (
    select
        targets.*,
        indicator.agg_units,
        base.value as base_value,
        case when targets.comparator in ('at_most', 'change_at_most_pct') then 'at_most' else 'at_least' end as sense,
        case
            when targets.comparator in ('at_least', 'at_most') then targets.target_value
            else base.value * (100 + targets.target_value) / 100
        end as resolved_value
    from {{ ref('int_target') }} as targets
    inner join {{ ref('indicator') }} as indicator on targets.indicator_code = indicator.indicator_code
    left join {{ ref('fct_indicator_yearly') }} as base
        on
            targets.level = base.level
            and targets.indicator_code = base.indicator_code
            and targets.target_year - 1 = base.report_year
            and base.status in ('final', 'partial')
            and (
                targets.level = 'city'
                or (targets.unit_code = base.unit_code and targets.unit_valid_from = base.unit_valid_from)
            )
),

wards as (
    select
        indicator_code,
        target_year,
        count(*) as units,
        sum(resolved_value) as total,
        count(resolved_value) as resolved_units
    from targets
    where level = 'unit'
    group by indicator_code, target_year
),

sums as (
    select
        'city_is_sum_of_wards' as check_name,
        targets.level,
        targets.unit_code,
        targets.indicator_code,
        targets.target_year,
        targets.resolved_value as target_value,
        wards.total as compared_value,
        case
            when targets.agg_units <> 'sum' then 'not_additive'
            when wards.resolved_units < wards.units or targets.resolved_value is null then 'not_testable'
            when abs(targets.resolved_value - wards.total) <= 0.000001 then 'ok'
            else 'asked'
        end as status,
        cast(null as varchar) as reason_given
    from targets
    inner join wards on targets.indicator_code = wards.indicator_code and targets.target_year = wards.target_year
    where targets.level = 'city'
),

against_base as (
    select
        'not_weaker_than_year_before' as check_name,
        level,
        unit_code,
        indicator_code,
        target_year,
        resolved_value as target_value,
        base_value as compared_value,
        case
            when base_value is null or resolved_value is null then 'not_testable'
            when sense = 'at_least' and resolved_value >= base_value - 0.000001 then 'ok'
            when sense = 'at_most' and resolved_value <= base_value + 0.000001 then 'ok'
            when weaker_reason is not null then 'reason_given'
            else 'asked'
        end as status,
        weaker_reason as reason_given
    from targets
),

together as (
    select * from sums
    union all
    select * from against_base
)

select
    check_name,
    level,
    unit_code,
    indicator_code,
    cast(target_year as integer) as target_year,
    target_value,
    compared_value,
    status,
    reason_given,
    case
        when status = 'asked' and check_name = 'city_is_sum_of_wards'
            then
                'Chỉ tiêu của thành phố (' || {{ vietnamese_number('target_value') }}
                || ') khác tổng chỉ tiêu của các xã, phường (' || {{ vietnamese_number('compared_value') }} || ').'
        when status = 'asked'
            then
                'Chỉ tiêu (' || {{ vietnamese_number('target_value') }} || ') thấp hơn kết quả năm trước ('
                || {{ vietnamese_number('compared_value') }} || ') mà chưa ghi lý do.'
        when status = 'reason_given' then 'Chỉ tiêu thấp hơn kết quả năm trước, đã ghi lý do.'
        when status = 'not_additive' then 'Chỉ tiêu là tỷ lệ hoặc đếm riêng, không cộng từ các xã, phường.'
        when status = 'not_testable' then 'Chưa đủ số liệu để kiểm tra.'
        else 'Đạt yêu cầu.'
    end as message_vi
from together
