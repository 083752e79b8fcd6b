-- Wallets, the buyers that draw on them, their cards, and why a delivery is paused.

create table wallet (
  id text primary key,
  account_id text not null references account (id),
  owner text not null check (owner in ('buyer', 'account')),
  name text,
  currency text not null references currency (code),
  book_account_id bigint not null unique references book_account (id),
  created_at timestamptz not null default now(),
  unique (id, account_id, currency),
  check ((owner = 'account') = (name is not null))
);
create index wallet_account on wallet (account_id, id);

create table buyer (
  id text primary key,
  account_id text not null references account (id),
  external_id text,
  name text not null,
  email text,
  currency text not null,
  wallet_id text not null,
  mechanism text not null check (mechanism in ('wallet', 'direct_charge', 'net_terms', 'manual')),
  failure_policy text not null check (failure_policy in ('pause', 'continue')),
  pause_timing text not null check (pause_timing in ('immediate', 'when_exhausted')),
  fallback_to_card boolean not null,
  exposure_limit_minor bigint check (exposure_limit_minor >= 0),
  credit_limit_minor bigint check (credit_limit_minor >= 0),
  terms_days int check (terms_days between 0 and 120),
  invoice_period text check (invoice_period in ('weekly', 'monthly')),
  daily_cap_minor bigint check (daily_cap_minor >= 0),
  monthly_cap_minor bigint check (monthly_cap_minor >= 0),
  return_window_days int not null check (return_window_days between 0 and 365),
  stripe_customer_id text unique,
  created_at timestamptz not null default now(),
  unique (account_id, external_id),
  unique (id, account_id),
  -- The wallet is of the same account and in the buyer's currency.
  foreign key (wallet_id, account_id, currency) references wallet (id, account_id, currency)
);
create index buyer_account on buyer (account_id, id);
create index buyer_wallet on buyer (wallet_id);

create table payment_method (
  id text primary key,
  account_id text not null references account (id),
  -- Null: a card of the account itself.
  buyer_id text,
  stripe_payment_method_id text not null unique,
  brand text not null,
  last4 text not null check (last4 ~ '^[0-9]{4}$'),
  exp_month smallint not null check (exp_month between 1 and 12),
  exp_year smallint not null,
  fingerprint text,
  is_default boolean not null,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  check (not (is_default and removed_at is not null))
);
-- One default card for each payer.
create unique index payment_method_one_default on payment_method (account_id, coalesce(buyer_id, '')) where is_default;
create index payment_method_payer on payment_method (account_id, coalesce(buyer_id, '')) where removed_at is null;

-- A buyer receives leads exactly while no row of his is open here.
create table pause_reason (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  reason text not null,
  note text,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);
create index pause_reason_open on pause_reason (buyer_id) where closed_at is null;
