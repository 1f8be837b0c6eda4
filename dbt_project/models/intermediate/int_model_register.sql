-- The register of movement models as each yearly snapshot (form F07) has it: one row a model and report year.
with lines as (
    select
        submission_id,
        unit_code,
        unit_valid_from,
        report_year,
        period_start,
        period_end,
        line_no,
        max(case when field = 'model_code' then value_text end) as model_code,
        max(case when field = 'model_name' then value_text end) as model_name,
        max(case when field = 'model_topic' then value_text end) as model_topic,
        max(case when field = 'lead_unit_code' then value_text end) as lead_unit_code,
        max(case when field = 'scope' then value_text end) as scope,
        max(case when field = 'launch_date' then value_date end) as launch_date,
        max(case when field = 'stop_date' then value_date end) as stop_date,
        max(case when field = 'recognised_by' then value_text end) as recognised_by,
        max(case when field = 'recognised_on' then value_date end) as recognised_on,
        max(case when field = 'replication_level' then value_text end) as replication_level,
        max(case when field = 'replication_notice_no' then value_text end) as replication_notice_no,
        max(case when field = 'sites' then value_number end) as sites,
        max(case when field = 'model_code' then sheet end) as sheet,
        max(case when field = 'model_code' then cell end) as cell
    from {{ ref('int_fact_current') }}
    where form_code = 'F07' and period_type = 'year'
    group by submission_id, unit_code, unit_valid_from, report_year, period_start, period_end, line_no
)

select
    lines.*,
    lines.launch_date <= lines.period_end
    and (lines.stop_date is null or lines.stop_date > lines.period_end) as is_active,
    lines.launch_date between lines.period_start and lines.period_end as is_new
from lines
