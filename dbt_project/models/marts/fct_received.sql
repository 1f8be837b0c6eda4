-- The balance of the house: nothing that was received is lost.
with city as (
    select * from {{ ref('stg_city') }}
),

receipts as (
    select
        count(*) as receipts,
        count(distinct arrivals.submission_id) as received
    from {{ ref('stg_receipt') }} as arrivals
),

verdicts as (
    select
        coalesce(sum(case when final_verdict = 'accepted' then 1 else 0 end), 0) as accepted,
        coalesce(sum(case when is_superseded then 1 else 0 end), 0) as superseded,
        coalesce(sum(case when final_verdict = 'returned' then 1 else 0 end), 0) as returned,
        coalesce(sum(case when final_verdict = 'quarantined' then 1 else 0 end), 0) as quarantined,
        coalesce(sum(case when correction_pending then 1 else 0 end), 0) as corrections_pending
    from {{ ref('int_submission_state') }}
),

asked as (
    select count(distinct issues.submission_id) as with_queries
    from {{ ref('fct_quality_issue') }} as issues
    inner join {{ ref('int_submission_state') }} as states on issues.submission_id = states.submission_id
    where
        states.is_current and issues.query_state <> 'accepted'
        and issues.rule_id not in ('LATE-01', 'DUP-01')
)

select
    cast(receipts.receipts as bigint) as receipts,
    cast(receipts.receipts - receipts.received as bigint) as duplicates,
    cast(receipts.received as bigint) as received,
    cast(verdicts.accepted as bigint) as accepted,
    cast(verdicts.superseded as bigint) as superseded,
    cast(verdicts.returned as bigint) as returned,
    cast(verdicts.quarantined as bigint) as quarantined,
    cast(asked.with_queries as bigint) as with_queries,
    cast(verdicts.corrections_pending as bigint) as corrections_pending,
    city.as_of
from receipts
cross join verdicts
cross join asked
cross join city
