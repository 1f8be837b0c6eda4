-- Figures of frozen editions that are other figures now: published, now, difference, cause.
with published as (
    select * from {{ ref('stg_edition_figure') }}
),

causes as (
    select
        'city' as level,
        cast(null as varchar) as unit_code,
        cast(null as date) as unit_valid_from,
        edition,
        indicator_code,
        report_year,
        cause,
        unit_code as by_unit_code,
        current_submission_id
    from {{ ref('fct_revision_cause') }}
    union all
    select
        'unit' as level,
        unit_code,
        unit_valid_from,
        edition,
        indicator_code,
        report_year,
        cause,
        unit_code as by_unit_code,
        current_submission_id
    from {{ ref('fct_revision_cause') }}
),

counted as (
    select
        level,
        unit_code,
        unit_valid_from,
        edition,
        indicator_code,
        report_year,
        min(cause) as one_cause,
        max(cause) as other_cause,
        count(distinct by_unit_code) as units_concerned,
        count(distinct current_submission_id) as submissions_concerned
    from causes
    group by level, unit_code, unit_valid_from, edition, indicator_code, report_year
),

compared as (
    select
        published.*,
        present.value as current_value,
        present.coverage_text as current_coverage_text,
        present.definition_hash as current_definition_hash
    from published
    left join {{ ref('fct_indicator_yearly') }} as present
        on
            published.level = present.level
            and published.indicator_code = present.indicator_code
            and published.report_year = present.report_year
            and coalesce(published.unit_code, '') = coalesce(present.unit_code, '')
            and coalesce(published.unit_valid_from, date '0001-01-01')
            = coalesce(present.unit_valid_from, date '0001-01-01')
),

caused as (
    select
        compared.*,
        coalesce(counted.units_concerned, 0) as units_concerned,
        coalesce(counted.submissions_concerned, 0) as submissions_concerned,
        case
            when compared.definition_hash <> compared.current_definition_hash then 'definition'
            when counted.one_cause is null then 'register_or_definition'
            when counted.one_cause = counted.other_cause then counted.one_cause
            else 'several'
        end as cause
    from compared
    left join counted
        on
            compared.level = counted.level
            and compared.edition = counted.edition
            and compared.indicator_code = counted.indicator_code
            and compared.report_year = counted.report_year
            and coalesce(compared.unit_code, '') = coalesce(counted.unit_code, '')
            and coalesce(compared.unit_valid_from, date '0001-01-01')
            = coalesce(counted.unit_valid_from, date '0001-01-01')
    where
        abs(coalesce(compared.value, 0) - coalesce(compared.current_value, 0)) > 0.000001
        or (compared.value is null) <> (compared.current_value is null)
)

select
    edition,
    edition_as_of,
    level,
    unit_code,
    unit_valid_from,
    indicator_code,
    report_year,
    value as published_value,
    current_value,
    coverage_text as published_coverage_text,
    current_coverage_text,
    cause,
    cast(units_concerned as bigint) as units_concerned,
    cast(submissions_concerned as bigint) as submissions_concerned,
    current_value - value as difference,
    case cause
        when 'correction' then 'Đơn vị đã gửi bản đính chính được chấp nhận sau khi công bố'
        when 'declared_correction' then 'Số liệu đã được đính chính theo sổ đính chính sau khi công bố'
        when 'late_submission' then 'Báo cáo nhận được sau khi công bố'
        when 'no_longer_counts' then 'Báo cáo đã tính khi công bố nay không còn được tính'
        when 'definition' then 'Định nghĩa hoặc cách tính chỉ tiêu đã thay đổi'
        when 'register_or_definition' then 'Danh mục đơn vị hoặc cách tính đã thay đổi'
        else 'Nhiều nguyên nhân, xem từng báo cáo'
    end as cause_vi
from caused
