-- Where the definitions known by now take their parts from, and for which report years.
select
    component.indicator_code,
    component.definition_version,
    component.component_no,
    component.role,
    component.form_code,
    component.field,
    component.submitter_kind,
    component.sign,
    component.where_field,
    component.where_value,
    component.period_type,
    component.period_frame,
    component.previous_year,
    definitions.first_report_year,
    definitions.last_report_year
from {{ ref('indicator_component') }} as component
inner join {{ ref('dim_definition') }} as definitions
    on
        component.indicator_code = definitions.indicator_code
        and component.definition_version = definitions.definition_version
