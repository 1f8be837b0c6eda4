-- Moved goalposts: every version of every target, what it was before, and whether the new one asks for less.
with ordered as (
    select
        history.*,
        lag(history.target_value) over (
            partition by history.unit_code, history.unit_valid_from, history.indicator_code, history.target_year
            order by history.revision_no, history.submission_id
        ) as value_before,
        lag(history.comparator) over (
            partition by history.unit_code, history.unit_valid_from, history.indicator_code, history.target_year
            order by history.revision_no, history.submission_id
        ) as comparator_before
    from {{ ref('int_target_history') }} as history
)

select
    level,
    unit_code,
    unit_valid_from,
    indicator_code,
    cast(target_year as integer) as target_year,
    cast(target_version as integer) as target_version,
    comparator,
    target_value,
    phasing,
    document_no,
    valid_from,
    received_at,
    revision_no,
    is_current,
    value_before,
    weaker_reason,
    submission_id,
    sheet,
    cell,
    case
        when value_before is null then 'first'
        when comparator <> comparator_before then 'other_comparison'
        when target_value = value_before then 'same'
        when comparator in ('at_least', 'change_at_least_pct') and target_value < value_before then 'weaker'
        when comparator in ('at_most', 'change_at_most_pct') and target_value > value_before then 'weaker'
        else 'stronger'
    end as moved
from ordered
