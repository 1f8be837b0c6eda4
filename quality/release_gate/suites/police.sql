-- One row a figure of the city that is a sum of the police's reports, of the review year and the one before. figure_nobody_asked
-- is null where a question to the police (XCHK-01) already stands.
with city as (
    select * from warehouse.marts.dim_city
),

simple_sums as (
    select
        component.*,
        indicators.name_vi
    from warehouse.contracts.indicator_component as component
    inner join warehouse.marts.dim_indicator as indicators
        on
            component.indicator_code = indicators.indicator_code
            and component.definition_version = indicators.definition_version
    where
        component.submitter_kind = 'police' and component.where_field is null
        and indicators.agg_units = 'sum' and indicators.agg_time = 'sum'
    qualify count(*) over (partition by component.indicator_code) = 1
),

police as (
    select
        unit_code,
        valid_from
    from warehouse.marts.dim_reporting_unit
    cross join city
    where unit_kind = 'police' and list_contains(string_split(replace(perimeters, ' ', ''), ','), city.perimeter)
),

stated as (
    select
        facts.form_code,
        facts.field,
        facts.report_year,
        facts.period_frame,
        facts.period_type,
        cast(sum(facts.value_number) as double) as total
    from lake.facts as facts
    inner join warehouse.marts.fct_submission_coverage as standing
        on facts.submission_id = standing.submission_id and standing.is_accepted
    inner join police on facts.unit_code = police.unit_code and facts.unit_valid_from = police.valid_from
    where facts.value_number is not null and facts.line_no = 0
    group by facts.form_code, facts.field, facts.report_year, facts.period_frame, facts.period_type
),

asked as (
    select distinct
        issues.field,
        periods.report_year
    from warehouse.marts.fct_quality_issue as issues
    inner join warehouse.marts.dim_period as periods on issues.period_id = periods.period_id
    where issues.rule_id = 'XCHK-01'
)

select
    concat(simple_sums.name_vi, ' (', figures.indicator_code, ')') as indicator,
    figures.report_year,
    figures.value as figure,
    case when asked.field is null then figures.value end as figure_nobody_asked,
    reports.total as sum_of_reports,
    yearly.total as stated_for_the_year
from warehouse.marts.fct_indicator_yearly as figures
inner join simple_sums on figures.indicator_code = simple_sums.indicator_code
inner join city on figures.report_year between city.review_year - 1 and city.review_year
left join stated as reports
    on
        simple_sums.form_code = reports.form_code
        and simple_sums.field = reports.field
        and simple_sums.period_type = reports.period_type
        and simple_sums.period_frame = reports.period_frame
        and figures.report_year = reports.report_year
left join stated as yearly
    on
        simple_sums.form_code = yearly.form_code
        and simple_sums.field = yearly.field
        and yearly.period_type = 'year'
        and simple_sums.period_frame = yearly.period_frame
        and figures.report_year = yearly.report_year
left join asked on simple_sums.field = asked.field and figures.report_year = asked.report_year
where figures.level = 'city' and figures.status = 'final'
order by indicator, figures.report_year
