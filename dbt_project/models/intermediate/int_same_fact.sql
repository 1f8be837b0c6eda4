-- XCHK-03: what units report against what the police or the standing office report of the same fact (`confirmed_by` of
-- the contracts). A unit that alone has more than the whole is asked itself; where only the sum disagrees, the one who
-- reports the whole is asked. While units are missing, a sum may fall short of the whole but never exceed it.
{{ config(materialized='view') }}
with confirmed as (
    select * from {{ ref('form_field') }}
    where confirmed_form is not null
),

facts as (
    select * from {{ ref('int_fact_current') }}
),

due as (
    select
        form_code,
        unit_kind,
        period_id,
        sum(case when is_owed and not is_accepted then 1 else 0 end) as missing
    from {{ ref('int_submission_due') }}
    group by form_code, unit_kind, period_id
),

of_units as (
    select
        confirmed.form_code,
        confirmed.field,
        confirmed.label_vi,
        confirmed.type,
        facts.period_id,
        facts.submission_id,
        facts.sheet,
        facts.cell,
        units.unit_kind,
        case
            when confirmed.type = 'count' then cast(facts.value_number as double)
            when facts.value_text = 'yes' then 1.0
            else 0.0
        end as value
    from confirmed
    inner join facts on confirmed.form_code = facts.form_code and confirmed.field = facts.field
    inner join {{ ref('stg_unit') }} as units
        on facts.unit_code = units.unit_code and facts.unit_valid_from = units.valid_from
    where facts.line_no = 0 and (facts.value_number is not null or facts.value_text is not null)
),

of_the_whole as (
    select
        confirmed.form_code,
        confirmed.field,
        facts.period_id,
        facts.submission_id,
        facts.field as whole_field,
        facts.line_no,
        facts.sheet,
        facts.cell,
        cast(facts.value_number as double) as value,
        case confirmed.confirmed_by when 'police' then 'Công an' else 'Thường trực Ban Chỉ đạo 138' end as who_vi,
        coalesce(due.missing, 0) as missing
    from confirmed
    inner join facts on confirmed.confirmed_form = facts.form_code and confirmed.confirmed_field = facts.field
    inner join {{ ref('stg_unit') }} as units
        on
            facts.unit_code = units.unit_code
            and facts.unit_valid_from = units.valid_from
            and confirmed.confirmed_by = units.unit_kind
    left join facts as picked
        on
            facts.submission_id = picked.submission_id
            and facts.line_no = picked.line_no
            and confirmed.confirmed_where_field = picked.field
            and confirmed.confirmed_where_value = picked.value_text
    left join due
        on
            facts.form_code = due.form_code
            and units.unit_kind = due.unit_kind
            and facts.period_id = due.period_id
    where facts.value_number is not null and (confirmed.confirmed_where_field is null or picked.field is not null)
),

wholes as (
    select
        form_code,
        field,
        period_id,
        max(who_vi) as who_vi,
        sum(value) as total
    from of_the_whole
    group by form_code, field, period_id
    having max(missing) = 0
),

sums as (
    select
        of_units.form_code,
        of_units.field,
        of_units.label_vi,
        of_units.type,
        of_units.period_id,
        sum(of_units.value) as total,
        max(of_units.value) as largest,
        count(*) as units,
        max(coalesce(due.missing, 0)) as missing
    from of_units
    left join due
        on
            of_units.form_code = due.form_code
            and of_units.unit_kind = due.unit_kind
            and of_units.period_id = due.period_id
    group by of_units.form_code, of_units.field, of_units.label_vi, of_units.type, of_units.period_id
),

compared as (
    select
        sums.*,
        wholes.who_vi,
        wholes.total as whole,
        sums.type = 'count' and sums.largest > wholes.total as one_has_more,
        -- a yes or no that is still missing adds one at most; a count that is missing may add anything
        sums.total > wholes.total
        or (sums.missing = 0 and sums.total < wholes.total)
        or (sums.type = 'yes_no' and sums.total + sums.missing < wholes.total) as disagree
    from sums
    inner join wholes
        on
            sums.form_code = wholes.form_code
            and sums.field = wholes.field
            and sums.period_id = wholes.period_id
),

asked_of_units as (
    select
        of_units.submission_id,
        of_units.field,
        0 as line_no,
        of_units.sheet,
        of_units.cell,
        of_units.value,
        compared.label_vi as detail,
        compared.whole as expected,
        'đơn vị ghi ' || {{ vietnamese_number('of_units.value') }} || ', trong khi ' || compared.who_vi || ' ghi '
        || {{ vietnamese_number('compared.whole') }} || ' cho cả địa bàn' as basis
    from compared
    inner join of_units
        on
            compared.form_code = of_units.form_code
            and compared.field = of_units.field
            and compared.period_id = of_units.period_id
    where compared.one_has_more and of_units.value > compared.whole
),

asked_of_the_whole as (
    select
        of_the_whole.submission_id,
        of_the_whole.whole_field as field,
        of_the_whole.line_no,
        of_the_whole.sheet,
        of_the_whole.cell,
        of_the_whole.value,
        compared.label_vi as detail,
        compared.total as expected,
        compared.who_vi || ' ghi ' || {{ vietnamese_number('compared.whole') }} || ', cộng báo cáo của '
        || {{ vietnamese_number('compared.units') }} || ' đơn vị được ' || {{ vietnamese_number('compared.total') }}
            as basis,
        row_number() over (
            partition by compared.form_code, compared.field, compared.period_id
            order by of_the_whole.value desc, of_the_whole.submission_id asc
        ) as place
    from compared
    inner join of_the_whole
        on
            compared.form_code = of_the_whole.form_code
            and compared.field = of_the_whole.field
            and compared.period_id = of_the_whole.period_id
    where compared.disagree and not compared.one_has_more
)

select
    submission_id,
    field,
    line_no,
    sheet,
    cell,
    detail,
    value,
    expected,
    basis
from asked_of_units
union all
select
    submission_id,
    field,
    line_no,
    sheet,
    cell,
    detail,
    value,
    expected,
    basis
from asked_of_the_whole
where place = 1
