-- What every indicator means in which report years: of the definitions adopted by the moment of the answers the latest
-- one that is valid on the last day of the year.
with known as (
    select
        definitions.*,
        min(definitions.valid_from) over (
            partition by definitions.indicator_code
            order by definitions.definition_version
            rows between 1 following and unbounded following
        ) as replaced_on
    from {{ ref('indicator_definition') }} as definitions
    cross join {{ ref('stg_city') }} as city
    where definitions.known_from <= city.as_of_date
),

years as (
    select
        report_year,
        period_end
    from {{ ref('stg_period') }}
    where period_frame = 'ND09' and part = 'Y'
)

select
    known.indicator_code,
    known.definition_version,
    known.valid_from,
    known.known_from,
    known.formula,
    known.definition_vi,
    known.definition_hash,
    case when known.valid_from > date '0001-01-01' then min(years.report_year) end as first_report_year,
    case when known.replaced_on is not null then max(years.report_year) end as last_report_year
from known
inner join years
    on
        known.valid_from <= years.period_end
        and (known.replaced_on is null or known.replaced_on > years.period_end)
group by
    known.indicator_code, known.definition_version, known.valid_from, known.known_from, known.formula,
    known.definition_vi, known.definition_hash, known.replaced_on
