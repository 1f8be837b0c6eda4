-- Figures of the city that somebody published (the register's expected_figures), beside what they are now and why they
-- differ. The release gate computes again what was known on the day of publishing; that must give the figure.
with published as (
    select expected.*
    from {{ ref('stg_expected_figure') }} as expected
    cross join {{ ref('stg_city') }} as city
    where expected.published_on is null or expected.published_on <= city.as_of_date
),

since as (
    -- what counts today and was received after the day of publishing, or is corrected by a record
    select
        published.figure_id,
        count(distinct case when lineage.revision_no > 1 then received.submission_id end) as corrections,
        count(distinct case when lineage.revision_no = 1 then received.submission_id end) as late_reports,
        count(distinct lineage.correction_id) as declared
    from published
    inner join {{ ref('fct_lineage') }} as lineage
        on
            published.indicator_code = lineage.indicator_code
            and published.report_year = lineage.report_year
            and lineage.in_perimeter
    left join {{ ref('stg_submission') }} as received
        on lineage.submission_id = received.submission_id and published.published_on < received.received_on
    group by published.figure_id
),

compared as (
    select
        published.*,
        present.value as current_value,
        coalesce(since.corrections, 0) as corrections_since,
        coalesce(since.late_reports, 0) as late_reports_since,
        coalesce(since.declared, 0) as declared_corrections,
        coalesce(
            case
                when published.comparator = 'gt' then present.value > published.value
                else abs(present.value - published.value) <= 0.005
            end,
            false
        ) as agrees
    from published
    left join {{ ref('fct_indicator_yearly') }} as present
        on
            published.indicator_code = present.indicator_code
            and published.report_year = present.report_year
            and present.level = 'city'
    left join since on published.figure_id = since.figure_id
)

select
    figure_id,
    indicator_code,
    report_year,
    published_on,
    comparator,
    value as published_value,
    current_value,
    agrees,
    cast(corrections_since as bigint) as corrections_since,
    cast(late_reports_since as bigint) as late_reports_since,
    cast(declared_corrections as bigint) as declared_corrections,
    seed_sentence,
    current_value - value as difference,
    case
        when agrees then null
        when corrections_since + late_reports_since + declared_corrections = 0
            then 'Không có báo cáo nào nhận sau ngày công bố: xem lại danh mục, quyết định hoặc cách tính.'
        else
            concat(
                'Từ sau ngày công bố đã nhận ', corrections_since, ' bản đính chính và ', late_reports_since,
                ' báo cáo nộp muộn; ', declared_corrections, ' số được sửa theo sổ đính chính.'
            )
    end as cause_vi
from compared
