-- Reports whose figures are, all of them, those of another report: an earlier one of the unit (XCPY-01), or one of
-- another unit for the same or an earlier period (XCPY-02). Only a report that says enough can be a copy: three flows
-- that are not nil and seven different figures; a small enterprise may well have the same three counts every year.
{{ config(materialized='view') }}
with said as (
    select
        facts.submission_id,
        string_agg(
            facts.field || ':' || facts.line_no || '=' || facts.value_number,
            ';' order by facts.line_no, facts.field
        ) as figures,
        count(distinct case when facts.value_number <> 0 then facts.value_number end) as different_figures,
        sum(case when form_fields.measure = 'flow' and facts.value_number <> 0 then 1 else 0 end) as flows
    from {{ ref('int_fact_current') }} as facts
    inner join {{ ref('form_field') }} as form_fields
        on facts.form_code = form_fields.form_code and facts.field = form_fields.field
    where facts.value_number is not null
    group by facts.submission_id
),

reports as (
    select
        states.submission_id,
        states.form_code,
        states.unit_code,
        states.unit_valid_from,
        states.period_frame,
        states.period_type,
        states.period_start,
        states.period_end,
        said.figures
    from said
    inner join {{ ref('int_submission_state') }} as states on said.submission_id = states.submission_id
    where said.different_figures >= 7 and said.flows >= 3
),

pairs as (
    select
        later.submission_id,
        earlier.unit_code,
        earlier.unit_valid_from,
        earlier.period_start,
        earlier.period_end,
        case when later.unit_code = earlier.unit_code then 'XCPY-01' else 'XCPY-02' end as rule_id,
        row_number() over (
            partition by later.submission_id, later.unit_code = earlier.unit_code
            order by earlier.period_end desc, earlier.submission_id asc
        ) as place
    from reports as later
    inner join reports as earlier
        on
            later.figures = earlier.figures
            and later.form_code = earlier.form_code
            and later.period_frame = earlier.period_frame
            and later.period_type = earlier.period_type
            and later.submission_id <> earlier.submission_id
    where
        later.period_end > earlier.period_end
        or (later.period_end = earlier.period_end and later.unit_code <> earlier.unit_code)
)

select
    pairs.submission_id,
    pairs.rule_id,
    case when pairs.rule_id = 'XCPY-02' then units.name_vi || ' (' || pairs.unit_code || '), ' else '' end
    || 'kỳ ' || {{ period_words('pairs.period_start', 'pairs.period_end') }} as basis
from pairs
left join {{ ref('stg_unit') }} as units
    on pairs.unit_code = units.unit_code and pairs.unit_valid_from = units.valid_from
where pairs.place = 1
