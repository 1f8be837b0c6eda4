-- What did not come of what an indicator is made of: an owed report without an accepted submission, a row a component.
-- At least 0 (all components are counts); at most the largest of the unit's last three values of the same field or,
-- without a history, the largest value of its kind so far: no honest upper bound where there is neither.
with missing as (
    select
        component.indicator_code,
        component.component_no,
        component.role,
        component.sign,
        due.unit_code,
        due.unit_valid_from,
        due.unit_kind,
        due.period_id,
        due.period_end,
        due.report_year + case when component.previous_year then 1 else 0 end as report_year
    from {{ ref('int_component') }} as component
    inner join {{ ref('int_submission_due') }} as due
        on
            component.form_code = due.form_code
            and component.period_type = due.period_type
            and component.period_frame = due.period_frame
            and coalesce(component.submitter_kind, due.unit_kind) = due.unit_kind
    where
        due.is_owed and not due.is_accepted
        and {{ in_force('component', 'due.report_year + case when component.previous_year then 1 else 0 end') }}
),

history as (
    select
        indicator_code,
        component_no,
        unit_code,
        unit_valid_from,
        unit_kind,
        period_end,
        sum(value) as value
    from {{ ref('int_contribution_fact') }}
    group by indicator_code, component_no, unit_code, unit_valid_from, unit_kind, period_end
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
),

own as (
    select
        indicator_code,
        component_no,
        role,
        sign,
        report_year,
        unit_code,
        unit_valid_from,
        unit_kind,
        period_id,
        period_end,
        max(value) as own_most
    from before
    where place <= 3
    group by
        indicator_code, component_no, role, sign, report_year, unit_code, unit_valid_from, unit_kind, period_id,
        period_end
),

of_kind as (
    -- the largest value any unit of the kind has reported for a period up to that day
    select
        indicator_code,
        component_no,
        unit_kind,
        period_end,
        max(max(value)) over (
            partition by indicator_code, component_no, unit_kind
            order by period_end
        ) as kind_most
    from history
    group by indicator_code, component_no, unit_kind, period_end
),

kind_before as (
    select
        own.indicator_code,
        own.component_no,
        own.unit_code,
        own.unit_valid_from,
        own.period_id,
        max(of_kind.kind_most) as kind_most
    from own
    inner join of_kind
        on
            own.indicator_code = of_kind.indicator_code
            and own.component_no = of_kind.component_no
            and own.unit_kind = of_kind.unit_kind
            and own.period_end >= of_kind.period_end
    where own.own_most is null
    group by own.indicator_code, own.component_no, own.unit_code, own.unit_valid_from, own.period_id
)

select
    own.indicator_code,
    own.component_no,
    own.role,
    own.sign,
    own.report_year,
    own.unit_code,
    own.unit_valid_from,
    own.period_id,
    coalesce(own.own_most, kind_before.kind_most) as at_most,
    case
        when own.own_most is not null then 'own_history'
        when kind_before.kind_most is not null then 'kind'
    end as bound_method
from own
left join kind_before
    on
        own.indicator_code = kind_before.indicator_code
        and own.component_no = kind_before.component_no
        and own.unit_code = kind_before.unit_code
        and own.unit_valid_from = kind_before.unit_valid_from
        and own.period_id = kind_before.period_id
