-- A target in a year that is not over: what it asks for by now, by its phasing, and whether it is on track.
with resolved as (
    -- a change against the base year becomes the value it stands for
    select
        targets.level,
        targets.indicator_code,
        targets.target_year,
        targets.unit_code as set_by_unit_code,
        indicator.agg_time,
        base.value as base_value,
        case when targets.level = 'unit' then targets.unit_code end as unit_code,
        coalesce(targets.phasing, 'year_end') as phasing,
        case
            when targets.comparator in ('at_most', 'change_at_most_pct') then 'at_most'
            else 'at_least'
        end as comparator,
        case
            when targets.comparator in ('at_least', 'at_most') then targets.target_value
            else base.value * (100 + targets.target_value) / 100
        end as target_value
    from {{ ref('int_target') }} as targets
    inner join {{ ref('indicator') }} as indicator on targets.indicator_code = indicator.indicator_code
    left join {{ ref('fct_indicator_yearly') }} as base
        on
            targets.level = base.level
            and targets.indicator_code = base.indicator_code
            and targets.target_year - 1 = base.report_year
            and (targets.level = 'city' or targets.unit_code = base.unit_code)
),

milestones as (
    select
        unit_code,
        indicator_code,
        target_year,
        due_on,
        milestone_value
    from {{ ref('stg_target_milestone') }}
),

measured as (
    select
        resolved.*,
        to_date.value as to_date_value,
        to_date.through,
        to_date.elapsed_share,
        to_date.units_reported,
        to_date.units_expected,
        milestones.milestone_value,
        row_number() over (
            partition by resolved.level, resolved.set_by_unit_code, resolved.indicator_code, resolved.target_year
            order by milestones.due_on desc
        ) as place
    from resolved
    inner join {{ ref('int_indicator_to_date') }} as to_date
        on
            resolved.level = to_date.level
            and coalesce(resolved.unit_code, '') = coalesce(to_date.unit_code, '')
            and resolved.indicator_code = to_date.indicator_code
            and resolved.target_year = to_date.report_year
    left join milestones
        on
            resolved.set_by_unit_code = milestones.unit_code
            and resolved.indicator_code = milestones.indicator_code
            and resolved.target_year = milestones.target_year
            and to_date.through >= milestones.due_on
),

asked as (
    select
        measured.*,
        case
            when measured.phasing = 'milestones' then measured.milestone_value
            when measured.phasing = 'year_end' and measured.comparator = 'at_least' then null
            when measured.phasing = 'year_end' then measured.target_value
            -- a total of the year grows day by day; a level moves from where it was to where it shall be
            when measured.agg_time = 'sum' then measured.target_value * measured.elapsed_share
            when
                measured.agg_time = 'last'
                then measured.base_value + (measured.target_value - measured.base_value) * measured.elapsed_share
            else measured.target_value -- a share has no part of a year
        end as expected_value
    from measured
    where measured.place = 1
)

select
    level,
    unit_code,
    indicator_code,
    target_year,
    set_by_unit_code,
    phasing,
    comparator,
    target_value,
    to_date_value,
    through,
    elapsed_share,
    expected_value,
    units_reported,
    units_expected,
    case
        when to_date_value is null then 'not_due'
        when 100.0 * units_reported < {{ var('min_coverage_pct') }} * units_expected then 'not_assessable'
        when expected_value is null and phasing = 'milestones' then 'not_assessable'
        when expected_value is null then 'on_track'
        when comparator = 'at_least' and to_date_value >= expected_value - 0.000001 then 'on_track'
        when comparator = 'at_most' and to_date_value <= expected_value + 0.000001 then 'on_track'
        else 'behind'
    end as progress_state
from asked
