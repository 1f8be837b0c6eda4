-- Rules that read several submissions; they ask questions, they never return a file, so order of arrival cannot matter.
with facts as (
    select
        facts.*,
        form_fields.label_vi,
        form_fields.measure,
        cast(facts.value_number as double) as value
    from {{ ref('int_fact_current') }} as facts
    inner join {{ ref('form_field') }} as form_fields
        on facts.form_code = form_fields.form_code and facts.field = form_fields.field
    where facts.value_number is not null and facts.line_no = 0 and form_fields.measure <> 'attribute'
),

in_sequence as (
    select
        facts.*,
        lag(facts.value) over one_series as value_before,
        lag(facts.period_start) over one_series as start_before,
        lag(facts.period_end) over one_series as end_before
    from facts
    window
        one_series as (
            partition by
                facts.unit_code,
                facts.unit_valid_from,
                facts.form_code,
                facts.field,
                facts.header_frame,
                facts.period_type
            order by facts.period_end asc
        )
),

against_period_before as (
    -- H4: same unit (so same territory), more than a factor of three and more than ten units, against the period just
    -- before it (or, of a part that only comes once a year, a year before it): a gap in between proves nothing
    select
        submission_id,
        'XPER-01' as rule_id,
        field,
        line_no,
        sheet,
        cell,
        label_vi as detail,
        value,
        value_before as expected,
        {{ period_words('start_before', 'end_before') }} as basis
    from in_sequence
    where
        abs(value - value_before) > 10
        and (value > 3 * value_before or value_before > 3 * value)
        and (
            end_before + interval '1' day = period_start
            or start_before + interval '1' year = period_start
        )
),

quarters as (
    select
        unit_code,
        unit_valid_from,
        form_code,
        report_year,
        field,
        sum(value) as total
    from facts
    where period_type = 'quarter' and measure = 'flow'
    group by unit_code, unit_valid_from, form_code, report_year, field
    having count(*) = 4
),

year_against_quarters as (
    -- H8: flows of a year are the sum of its quarters, where one unit reported all four
    select
        facts.submission_id,
        'XCHK-02' as rule_id,
        facts.field,
        facts.line_no,
        facts.sheet,
        facts.cell,
        facts.label_vi as detail,
        facts.value,
        quarters.total as expected,
        cast(null as varchar) as basis
    from facts
    inner join quarters
        on
            facts.unit_code = quarters.unit_code
            and facts.unit_valid_from = quarters.unit_valid_from
            and facts.form_code = quarters.form_code
            and facts.report_year = quarters.report_year
            and facts.field = quarters.field
    where facts.period_type = 'year' and facts.value <> quarters.total
),

police as (
    -- one territory: city and district police together
    select
        report_year,
        period_type,
        field,
        max(submission_id) as submission_id,
        max(sheet) as sheet,
        max(cell) as cell,
        max(label_vi) as detail,
        sum(value) as total,
        count(distinct period_id) as periods
    from facts
    where form_code = 'F06' and field in ('criminal_cases', 'criminal_cases_prev')
    group by report_year, period_type, field
),

year_against_months as (
    select
        yearly.submission_id,
        'XCHK-01' as rule_id,
        yearly.field,
        0 as line_no,
        yearly.sheet,
        yearly.cell,
        yearly.detail,
        yearly.total as value,
        monthly.total as expected,
        cast(null as varchar) as basis
    from police as yearly
    inner join police as monthly on yearly.report_year = monthly.report_year and yearly.field = monthly.field
    where
        yearly.field = 'criminal_cases' and yearly.period_type = 'year'
        and monthly.period_type = 'month' and monthly.periods = 12
        and yearly.total <> monthly.total
),

against_year_before as (
    -- H7: what is stated for the year before is what was received then
    select
        stated.submission_id,
        'XPRV-01' as rule_id,
        stated.field,
        0 as line_no,
        stated.sheet,
        stated.cell,
        stated.detail,
        stated.total as value,
        known.total as expected,
        cast(null as varchar) as basis
    from police as stated
    inner join police as known
        on stated.report_year - 1 = known.report_year and stated.period_type = known.period_type
    where
        stated.field = 'criminal_cases_prev' and known.field = 'criminal_cases'
        and stated.total <> known.total
),

against_the_whole as (
    select
        submission_id,
        'XCHK-03' as rule_id,
        field,
        line_no,
        sheet,
        cell,
        detail,
        value,
        expected,
        basis
    from {{ ref('int_same_fact') }}
),

copies as (
    select
        submission_id,
        rule_id,
        cast(null as varchar) as field,
        0 as line_no,
        cast(null as varchar) as sheet,
        cast(null as varchar) as cell,
        cast(null as varchar) as detail,
        cast(null as double) as value,
        cast(null as double) as expected,
        basis
    from {{ ref('int_copied_report') }}
),

outliers as (
    select
        submission_id,
        'XOUT-01' as rule_id,
        field,
        0 as line_no,
        sheet,
        cell,
        label_vi as detail,
        value,
        case when value > usual_to then usual_to else usual_from end as expected,
        'từ ' || {{ vietnamese_number('usual_from') }} || ' đến ' || {{ vietnamese_number('usual_to') }}
        || ', theo ' || {{ vietnamese_number('other_periods') }} || ' kỳ khác của đơn vị' as basis
    from {{ ref('int_outlier_test') }}
    where state = 'query'
)

select * from against_period_before
union all
select * from year_against_quarters
union all
select * from year_against_months
union all
select * from against_year_before
union all
select * from against_the_whole
union all
select * from copies
union all
select * from outliers
