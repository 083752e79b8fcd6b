-- What is wrong with the installation as a whole and not with a buyer, a card or an account: there is one Stripe account
-- for all of them. A flag opens once per episode and closes itself; while charging is stopped it also says who may try
-- next whether that is over.

create table platform_flag (
  id text primary key,
  kind text not null check (kind in ('charging_stopped', 'outcomes_unknown')),
  detail text not null,
  opened_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  probes int not null default 0 check (probes >= 0),
  next_probe_at timestamptz,
  -- What operators were told, and until when somebody is at it.
  opening_told_at timestamptz,
  closing_told_at timestamptz,
  notice_due_at timestamptz not null default clock_timestamp(),
  notice_attempts int not null default 0,
  notice_error text,
  check (closed_at is null or closed_at >= opened_at),
  check ((kind = 'charging_stopped') = (next_probe_at is not null)),
  check (closing_told_at is null or closed_at is not null)
);

-- One episode of a kind at a time, whatever races.
create unique index platform_flag_one_open on platform_flag (kind) where closed_at is null;
create index platform_flag_untold on platform_flag (notice_due_at)
  where opening_told_at is null or closing_told_at is null;

-- Attempts of which nobody knows yet what came; few, and looked through every minute.
create index charge_attempt_undecided on charge_attempt (started_at) where outcome in ('pending', 'unknown');
