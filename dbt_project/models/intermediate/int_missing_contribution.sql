-- What did not come of what an indicator is made of: an owed report without an accepted submission, a row a component.
-- At least 0 (all components are counts); at most the largest of the unit's last three values of the same field, where
-- it has any: no honest upper bound otherwise.
with missing as (
    select
        component.indicator_code,
        component.component_no,
        component.role,
        component.sign,
        due.unit_code,
        due.unit_valid_from,
        due.period_id,
        due.period_end,
        due.report_year + case when component.previous_year then 1 else 0 end as report_year
    from {{ ref('indicator_component') }} as component
    inner join {{ ref('int_submission_due') }} as due
        on
            component.form_code = due.form_code
            and component.period_type = due.period_type
            and component.period_frame = due.period_frame
            and coalesce(component.submitter_kind, due.unit_kind) = due.unit_kind
    where due.is_owed and not due.is_accepted
),

history as (
    select
        indicator_code,
        component_no,
        unit_code,
        unit_valid_from,
        period_end,
        sum(value) as value
    from {{ ref('int_contribution_fact') }}
    group by indicator_code, component_no, unit_code, unit_valid_from, period_end
),

before as (
    select
        missing.*,
        history.value,
        row_number() over (
            partition by
                missing.indicator_code,
                missing.component_no,
                missing.unit_code,
                missing.unit_valid_from,
                missing.period_id
            order by history.period_end desc
        ) as place
    from missing
    left join history
        on
            missing.indicator_code = history.indicator_code
            and missing.component_no = history.component_no
            and missing.unit_code = history.unit_code
            and missing.unit_valid_from = history.unit_valid_from
            and missing.period_end > history.period_end
)

select
    indicator_code,
    component_no,
    role,
    sign,
    report_year,
    unit_code,
    unit_valid_from,
    period_id,
    max(value) as at_most
from before
where place <= 3
group by indicator_code, component_no, role, sign, report_year, unit_code, unit_valid_from, period_id
