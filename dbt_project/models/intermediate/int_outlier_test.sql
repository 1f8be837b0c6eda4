-- XOUT-01: is a count one that the unit's other periods make likely? Three states: pass, query, not testable.
-- The tested value is left out of what it is tested against. Counts are compared as 2 * sqrt(x + 3/8) (Anscombe 1948):
-- there pure chance spreads every count by about 1, small or large, so the spread used is never less than 1.
-- The limit grows as the series gets shorter (3.3 + 10 / (n - 1) spreads): with two or three other periods only what no
-- spread explains is asked about and nothing is said to pass; where no period has 5, no count says anything.
with counts as (
    select
        facts.submission_id,
        facts.unit_code,
        facts.unit_valid_from,
        facts.form_code,
        facts.header_frame,
        facts.period_type,
        facts.field,
        facts.sheet,
        facts.cell,
        form_fields.label_vi,
        cast(facts.value_number as double) as value,
        2 * sqrt(cast(facts.value_number as double) + 0.375) as root
    from {{ ref('int_fact_current') }} as facts
    inner join {{ ref('form_field') }} as form_fields
        on facts.form_code = form_fields.form_code and facts.field = form_fields.field
    where
        facts.value_number is not null and facts.line_no = 0
        and form_fields.measure = 'flow' and form_fields.type = 'count'
),

series as (
    select
        counts.*,
        count(*) over one_series - 1 as other_periods,
        sum(counts.root) over one_series - counts.root as other_roots,
        sum(counts.root * counts.root) over one_series - counts.root * counts.root as other_squares,
        max(counts.value) over one_series as largest
    from counts
    window
        one_series as (
            partition by
                counts.unit_code,
                counts.unit_valid_from,
                counts.form_code,
                counts.header_frame,
                counts.period_type,
                counts.field
        )
),

centred as (
    select
        series.*,
        case when series.other_periods >= 2 then series.other_roots / series.other_periods end as centre,
        case
            when series.other_periods >= 2
                then
                    greatest(
                        1.0,
                        (series.other_squares - series.other_roots * series.other_roots / series.other_periods)
                        / (series.other_periods - 1)
                    )
        end as variance
    from series
),

limited as (
    select
        centred.*,
        (3.3 + 10.0 / nullif(centred.other_periods - 1, 0))
        * sqrt(centred.variance * (1 + 1.0 / nullif(centred.other_periods, 0)))
            as allowed
    from centred
),

bounded as (
    -- back from the scale of roots to whole counts; 2 * sqrt(3/8) is the root of nil
    select
        limited.*,
        ceil(power(greatest(limited.centre - limited.allowed, 2 * sqrt(0.375)) / 2, 2) - 0.375) as usual_from,
        floor(power((limited.centre + limited.allowed) / 2, 2) - 0.375) as usual_to
    from limited
),

judged as (
    select
        bounded.*,
        case
            when bounded.other_periods < 2 then 'not_testable'
            when bounded.largest < 5 then 'not_testable'
            when bounded.value < bounded.usual_from or bounded.value > bounded.usual_to then 'query'
            when bounded.other_periods < 4 then 'not_testable'
            else 'pass'
        end as state
    from bounded
)

select
    submission_id,
    unit_code,
    unit_valid_from,
    form_code,
    field,
    header_frame,
    period_type,
    sheet,
    cell,
    label_vi,
    value,
    usual_from,
    usual_to,
    state,
    cast(other_periods as integer) as other_periods,
    case
        when state = 'not_testable' and other_periods < 4 then 'short_series'
        when state = 'not_testable' then 'small_counts'
    end as not_testable_because
from judged
