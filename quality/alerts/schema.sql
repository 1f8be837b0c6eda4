-- Tables of the alert ledger (SQLite). Moments are seconds since 1970, UTC.
create table if not exists alert (
    id integer primary key,
    fingerprint text not null,
    kind text not null,
    subject text not null,
    group_key text not null,
    severity text not null,
    owner text not null,
    backup text not null,
    facts text not null,
    run_id text,
    opened_at real not null,
    last_seen_at real not null,
    times integer not null,
    well_since real,
    told_at real,
    escalated_at real,
    acknowledged_at real,
    acknowledged_by text,
    recovered_at real,
    recovery_told integer not null default 0
);
create unique index if not exists one_open_alert_a_cause on alert (fingerprint) where recovered_at is null;
create table if not exists silence (
    id integer primary key,
    pattern text not null,
    until real not null,
    reason text not null,
    by_role text not null,
    made_at real not null
);
create table if not exists message (
    id integer primary key,
    kind text not null,
    severity text not null,
    role text not null,
    channel text not null,
    alerts text not null,
    title text not null,
    body text not null,
    made_at real not null,
    state text not null default 'waiting',
    attempts integer not null default 0,
    next_try_at real not null,
    claimed_at real,
    sent_at real,
    last_error text
);
create table if not exists mark (
    name text primary key,
    value text not null
);
pragma user_version = 1
