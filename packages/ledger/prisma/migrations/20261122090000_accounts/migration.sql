-- Accounts (the tenants), the people and keys that act for them, and the log of what they did.

create table currency (
  code text primary key check (code ~ '^[A-Z]{3}$'),
  exponent smallint not null check (exponent between 0 and 4)
);

insert into currency (code, exponent) values
  ('AUD', 2), ('BHD', 3), ('BRL', 2), ('CAD', 2), ('CHF', 2), ('CLP', 0), ('CZK', 2), ('DKK', 2), ('EUR', 2),
  ('GBP', 2), ('HKD', 2), ('JOD', 3), ('JPY', 0), ('KRW', 0), ('KWD', 3), ('MXN', 2), ('NOK', 2), ('NZD', 2),
  ('OMR', 3), ('PLN', 2), ('SEK', 2), ('SGD', 2), ('TND', 3), ('USD', 2), ('VND', 0), ('ZAR', 2);

create table account (
  id text primary key,
  slug text not null unique,
  name text not null,
  currency text not null references currency (code),
  time_zone text not null,
  stripe_customer_id text unique,
  top_up_minimum_minor bigint not null check (top_up_minimum_minor > 0),
  top_up_maximum_minor bigint not null,
  wallet_only_default text not null,
  wallet_only_permitted text[] not null,
  created_at timestamptz not null default now(),
  check (top_up_maximum_minor >= top_up_minimum_minor),
  check (wallet_only_permitted <@ array['account_card', 'external', 'promotional']),
  check (wallet_only_default = any (wallet_only_permitted))
);

create table app_user (
  id text primary key,
  account_id text not null references account (id),
  email text not null check (email = lower(email)),
  name text not null,
  role text not null check (role in ('owner', 'admin', 'billing', 'viewer')),
  password_hash text not null,
  created_at timestamptz not null default now(),
  unique (email)
);

create table api_key (
  id text primary key,
  account_id text not null references account (id),
  name text not null,
  token_sha256 bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Sessions of signed-in people, in the layout that connect-pg-simple reads and writes.
create table http_session (
  sid varchar primary key,
  sess json not null,
  expire timestamp(6) not null
);
create index http_session_expire on http_session (expire);

create table audit_log (
  id text primary key,
  account_id text not null references account (id),
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'workflow', 'system')),
  actor_id text not null,
  actor_label text not null,
  action text not null,
  subject_id text not null,
  before jsonb,
  after jsonb
);
create index audit_log_account on audit_log (account_id, id);
create index audit_log_subject on audit_log (subject_id);

create function reject_mutation() returns trigger language plpgsql as $$
begin
  raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = '55000';
end
$$;

create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function reject_mutation();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function reject_mutation();
