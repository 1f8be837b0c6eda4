-- Which submission stands, as of the run's moment. Reads all submissions, so it is here and not in ingestion:
-- whatever order files arrive in, the same receipts give the same states.
with known as (
    -- staging keeps what was received by the moment of the answers
    select * from {{ ref('stg_submission') }}
),

conflicts as (
    -- the same revision twice with different figures, both clean: a person decides, never the order of arrival;
    -- a copy that differs only in what explains the figures is no conflict
    select
        unit_code,
        unit_valid_from,
        form_code,
        period_id,
        revision_no
    from known
    where verdict = 'accepted'
    group by unit_code, unit_valid_from, form_code, period_id, revision_no
    having count(distinct coalesce(figures_key, submission_id)) > 1
),

approvals as (
    select
        submission_id,
        max(case when kind = 'conflict' then accepted_at end) as chosen_at,
        max(case when kind = 'queries' then accepted_at end) as queries_accepted_at
    from {{ ref('stg_approval') }}
    group by submission_id
),

decided as (
    -- a person chose one of the files; if somebody chose twice, the later choice stands
    select
        known.unit_code,
        known.unit_valid_from,
        known.form_code,
        known.period_id,
        known.revision_no,
        known.submission_id,
        row_number() over (
            partition by known.unit_code, known.unit_valid_from, known.form_code, known.period_id, known.revision_no
            order by approvals.chosen_at desc, known.submission_id asc
        ) as place
    from known
    inner join approvals on known.submission_id = approvals.submission_id
    where known.verdict = 'accepted' and approvals.chosen_at is not null
),

judged as (
    select
        known.*,
        approvals.queries_accepted_at,
        conflicts.revision_no is not null and decided.submission_id is null as in_conflict,
        case
            when conflicts.revision_no is null or known.submission_id = decided.submission_id then known.verdict
            else 'quarantined'
        end as final_verdict
    from known
    left join approvals on known.submission_id = approvals.submission_id
    left join decided
        on
            known.verdict = 'accepted'
            and known.unit_code = decided.unit_code
            and known.unit_valid_from = decided.unit_valid_from
            and known.form_code = decided.form_code
            and known.period_id = decided.period_id
            and known.revision_no = decided.revision_no
            and decided.place = 1
    left join conflicts
        on
            known.verdict = 'accepted'
            and known.unit_code = conflicts.unit_code
            and known.unit_valid_from = conflicts.unit_valid_from
            and known.form_code = conflicts.form_code
            and known.period_id = conflicts.period_id
            and known.revision_no = conflicts.revision_no
),

ranked as (
    select
        judged.*,
        row_number() over (
            partition by
                judged.unit_code, judged.unit_valid_from, judged.form_code, judged.period_id, judged.final_verdict
            order by judged.revision_no desc, judged.submission_id asc
        ) as place
    from judged
),

pending as (
    -- a correction that was itself returned leaves the accepted value standing
    select standing.submission_id
    from ranked as standing
    inner join ranked as later
        on
            standing.unit_code = later.unit_code
            and standing.form_code = later.form_code
            and standing.period_id = later.period_id
            and later.final_verdict = 'returned'
            and standing.revision_no <= later.revision_no
            and standing.received_at < later.received_at
    where standing.final_verdict = 'accepted' and standing.place = 1
    group by standing.submission_id
)

select
    ranked.submission_id,
    ranked.sender_kind,
    ranked.sender_code,
    ranked.source_name,
    ranked.channel,
    ranked.received_at,
    ranked.received_on,
    ranked.form_code,
    ranked.unit_code,
    ranked.unit_valid_from,
    ranked.report_year,
    ranked.period_type,
    ranked.period_frame,
    ranked.period_id,
    ranked.period_start,
    ranked.period_end,
    ranked.revision_no,
    ranked.reason_rule_id,
    ranked.errors,
    ranked.queries,
    ranked.figures_key,
    ranked.ingest_batch_id,
    ranked.in_conflict,
    ranked.queries_accepted_at,
    ranked.final_verdict,
    ranked.final_verdict = 'accepted' and ranked.place = 1 as is_current,
    ranked.final_verdict = 'accepted' and ranked.place > 1 as is_superseded,
    pending.submission_id is not null as correction_pending
from ranked
left join pending on ranked.submission_id = pending.submission_id
