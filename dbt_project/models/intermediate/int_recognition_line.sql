-- Lines of form F08 that stand: one row a sender, report year and kind of unit assessed.
select
    facts.submission_id,
    facts.unit_code,
    facts.unit_valid_from,
    facts.report_year,
    facts.line_no,
    max(case when facts.field = 'unit_kind' then facts.value_text end) as assessed_kind,
    max(case when facts.field = 'eligible' then cast(facts.value_number as bigint) end) as eligible,
    max(case when facts.field = 'registered' then cast(facts.value_number as bigint) end) as registered,
    max(case when facts.field = 'recognised' then cast(facts.value_number as bigint) end) as recognised,
    max(case when facts.field = 'not_recognised' then cast(facts.value_number as bigint) end) as not_recognised,
    max(case when facts.field = 'recognised_by' then facts.value_text end) as recognised_by,
    max(case when facts.field = 'decision_no' then facts.value_text end) as decision_no,
    max(case when facts.field = 'graded' then cast(facts.value_number as bigint) end) as graded,
    max(case when facts.field = 'grade_excellent' then cast(facts.value_number as bigint) end) as grade_excellent,
    max(case when facts.field = 'grade_good' then cast(facts.value_number as bigint) end) as grade_good,
    max(case when facts.field = 'grade_average' then cast(facts.value_number as bigint) end) as grade_average,
    max(case when facts.field = 'grade_weak' then cast(facts.value_number as bigint) end) as grade_weak,
    max(case when facts.field = 'unit_kind' then facts.sheet end) as sheet,
    max(case when facts.field = 'unit_kind' then facts.cell end) as cell
from {{ ref('int_fact_current') }} as facts
where facts.form_code = 'F08'
group by facts.submission_id, facts.unit_code, facts.unit_valid_from, facts.report_year, facts.line_no
