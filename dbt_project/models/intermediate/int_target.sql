-- Targets as registered (form F09) by the submission that stands: one row a unit, indicator and year.
with lines as (
    select
        facts.submission_id,
        facts.unit_code,
        facts.unit_valid_from,
        facts.report_year as target_year,
        facts.line_no,
        max(case when facts.field = 'indicator_code' then facts.value_text end) as indicator_code,
        max(case when facts.field = 'comparator' then facts.value_text end) as comparator,
        max(case when facts.field = 'target_value' then cast(facts.value_number as double) end) as target_value,
        max(case when facts.field = 'phasing' then facts.value_text end) as phasing,
        max(case when facts.field = 'document_no' then facts.value_text end) as document_no,
        max(case when facts.field = 'target_version' then facts.value_number end) as target_version,
        max(case when facts.field = 'target_value' then sheet end) as sheet,
        max(case when facts.field = 'target_value' then cell end) as cell
    from {{ ref('int_fact_current') }} as facts
    where facts.form_code = 'F09'
    group by facts.submission_id, facts.unit_code, facts.unit_valid_from, facts.report_year, facts.line_no
)

select
    lines.*,
    units.unit_kind,
    case when units.unit_kind = 'city_sc138' then 'city' else 'unit' end as level
from lines
inner join {{ ref('stg_unit') }} as units
    on lines.unit_code = units.unit_code and lines.unit_valid_from = units.valid_from
