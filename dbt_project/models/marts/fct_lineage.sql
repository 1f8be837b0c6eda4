-- From a figure to its cells: what each cell of each file adds to the numerator or denominator of an indicator.
select
    contributions.indicator_code,
    cast(contributions.report_year as integer) as report_year,
    contributions.unit_code,
    contributions.unit_valid_from,
    cast(contributions.component_no as integer) as component_no,
    contributions.role,
    cast(contributions.sign as integer) as sign,
    contributions.period_id,
    contributions.submission_id,
    states.form_code,
    states.revision_no,
    states.final_verdict as verdict,
    cast(states.queries as integer) as queries,
    states.queries_accepted_at,
    indicator.definition_hash,
    states.source_name,
    states.sender_kind,
    states.sender_code,
    states.received_at,
    contributions.sheet,
    contributions.cell,
    contributions.raw_text,
    cast(contributions.value as double) as value,
    cast(contributions.contribution as double) as contribution
from {{ ref('int_contribution') }} as contributions
inner join {{ ref('indicator') }} as indicator on contributions.indicator_code = indicator.indicator_code
left join {{ ref('int_submission_state') }} as states
    on contributions.submission_id = states.submission_id
