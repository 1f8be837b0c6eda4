-- Why a published figure is another one now: each submission that counts differently than in the edition.
with published as (
    select
        edition,
        indicator_code,
        report_year,
        unit_code,
        unit_valid_from,
        role,
        form_code,
        period_id,
        max(submission_id) as submission_id,
        sum(contribution) as contribution
    from {{ ref('stg_edition_contribution') }}
    group by edition, indicator_code, report_year, unit_code, unit_valid_from, role, form_code, period_id
),

editions as (
    select distinct
        edition,
        report_year
    from {{ ref('stg_edition_figure') }}
),

present as (
    select
        editions.edition,
        lineage.indicator_code,
        lineage.report_year,
        lineage.unit_code,
        lineage.unit_valid_from,
        lineage.role,
        lineage.form_code,
        lineage.period_id,
        max(lineage.submission_id) as submission_id,
        max(lineage.correction_id) as correction_id,
        sum(lineage.contribution) as contribution
    from {{ ref('fct_lineage') }} as lineage
    inner join editions on lineage.report_year = editions.report_year
    where lineage.in_perimeter
    group by
        editions.edition,
        lineage.indicator_code,
        lineage.report_year,
        lineage.unit_code,
        lineage.unit_valid_from,
        lineage.role,
        lineage.form_code,
        lineage.period_id
),

both_sides as (
    select
        edition,
        indicator_code,
        report_year,
        unit_code,
        unit_valid_from,
        role,
        form_code,
        period_id,
        submission_id as published_submission_id,
        cast(null as varchar) as current_submission_id,
        cast(null as varchar) as correction_id,
        contribution as published_contribution,
        cast(null as double) as current_contribution
    from published
    union all
    select
        edition,
        indicator_code,
        report_year,
        unit_code,
        unit_valid_from,
        role,
        form_code,
        period_id,
        cast(null as varchar) as published_submission_id,
        submission_id as current_submission_id,
        correction_id,
        cast(null as double) as published_contribution,
        contribution as current_contribution
    from present
),

paired as (
    select
        edition,
        indicator_code,
        report_year,
        unit_code,
        unit_valid_from,
        role,
        form_code,
        period_id,
        max(published_submission_id) as published_submission_id,
        max(current_submission_id) as current_submission_id,
        max(correction_id) as correction_id,
        sum(published_contribution) as published_contribution,
        sum(current_contribution) as current_contribution
    from both_sides
    group by edition, indicator_code, report_year, unit_code, unit_valid_from, role, form_code, period_id
)

select
    paired.edition,
    paired.indicator_code,
    cast(paired.report_year as integer) as report_year,
    paired.unit_code,
    paired.unit_valid_from,
    paired.role,
    paired.form_code,
    paired.period_id,
    paired.published_submission_id,
    paired.current_submission_id,
    paired.correction_id,
    states.revision_no as current_revision_no,
    states.received_at,
    cast(paired.published_contribution as double) as published_contribution,
    cast(paired.current_contribution as double) as current_contribution,
    cast(
        coalesce(paired.current_contribution, 0) - coalesce(paired.published_contribution, 0) as double
    ) as difference,
    case
        when paired.published_contribution is null and paired.current_submission_id is not null then 'late_submission'
        when paired.current_contribution is null then 'no_longer_counts'
        when paired.published_submission_id <> paired.current_submission_id then 'correction'
        when paired.correction_id is not null then 'declared_correction'
        else 'register_or_definition'
    end as cause
from paired
left join {{ ref('int_submission_state') }} as states on paired.current_submission_id = states.submission_id
where
    coalesce(paired.published_contribution, -1) <> coalesce(paired.current_contribution, -1)
    or (paired.published_contribution is null) <> (paired.current_contribution is null)
