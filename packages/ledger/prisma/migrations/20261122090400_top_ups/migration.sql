-- Top-ups and their charges, what must reach Temporal (outbox), and what Stripe told us (inbox).

create table top_up (
  id text primary key,
  account_id text not null,
  wallet_id text not null,
  buyer_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  funding text not null check (funding in ('account_card', 'buyer_card', 'external', 'promotional')),
  trigger text not null check (trigger in ('manual', 'auto')),
  status text not null check (status in (
    'pending', 'processing', 'requires_action', 'retrying', 'succeeded', 'declined', 'canceled')),
  reference text,
  reason text,
  decline_code text,
  decline_advice_code text,
  decline_network_code text,
  cancel_reason text,
  -- The posting that credited it.
  tx_id bigint unique references book_tx (id),
  balance_after_minor bigint,
  idempotency_key text,
  request_hash bytea,
  requested_by_kind text not null,
  requested_by_id text not null,
  requested_by_label text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  foreign key (wallet_id, account_id, currency) references wallet (id, account_id, currency),
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  unique (id, account_id),
  constraint one_top_up_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null)),
  -- Succeeded means posted, and nothing posted is ever called otherwise.
  constraint succeeded_means_posted check ((status = 'succeeded') = (tx_id is not null)),
  constraint final_states_have_an_end check ((status in ('succeeded', 'declined', 'canceled')) = (ended_at is not null)),
  constraint buyer_card_names_the_buyer check (funding <> 'buyer_card' or buyer_id is not null)
);
create index top_up_wallet on top_up (wallet_id, id);
create index top_up_account on top_up (account_id, id);
create index top_up_open on top_up (wallet_id) where ended_at is null;
-- At most one automatic top-up is open for a wallet, whatever races.
create unique index top_up_one_automatic on top_up (wallet_id) where trigger = 'auto' and ended_at is null;

-- One sum to collect from a card: one charge is one PaymentIntent.
create table charge (
  id text primary key,
  account_id text not null,
  purpose text not null check (purpose in ('top_up')),
  top_up_id text not null unique,
  buyer_id text,
  payment_method_id text not null references payment_method (id),
  stripe_customer_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null references currency (code),
  status text not null check (status in ('open', 'succeeded', 'declined', 'canceled')),
  payment_intent_id text unique,
  stripe_charge_id text unique,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (top_up_id, account_id) references top_up (id, account_id),
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);

-- Once stored, a PaymentIntent stays the charge's only one: a second one could be paid a second time.
create function charge_keeps_its_payment_intent() returns trigger language plpgsql as $$
begin
  raise exception 'a charge keeps its PaymentIntent' using errcode = '55000';
end
$$;
create trigger charge_payment_intent before update on charge
  for each row when (old.payment_intent_id is not null and new.payment_intent_id is distinct from old.payment_intent_id)
  execute function charge_keeps_its_payment_intent();

create table charge_attempt (
  charge_id text not null references charge (id),
  number int not null check (number > 0),
  payment_method_id text not null references payment_method (id),
  outcome text not null check (outcome in (
    'pending', 'succeeded', 'processing', 'requiresAction', 'declined', 'canceled', 'unknown')),
  decline_code text,
  decline_advice_code text,
  decline_network_code text,
  stripe_charge_id text,
  started_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  primary key (charge_id, number),
  check (outcome <> 'declined' or decline_code is not null)
);

create table outbox (
  id text primary key,
  kind text not null check (kind in ('start_top_up', 'stripe_event')),
  subject_id text not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  due_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  last_error text,
  done_at timestamptz,
  unique (kind, subject_id)
);
create index outbox_waiting on outbox (due_at) where done_at is null;

create table stripe_event (
  id text primary key,
  type text not null,
  object_id text,
  payment_intent_id text,
  livemode boolean not null,
  created_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  processed_at timestamptz,
  result text
);
create index stripe_event_waiting on stripe_event (received_at) where processed_at is null;
