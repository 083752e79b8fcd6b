-- The records of every way to pay for a lead, and of every way in which money comes back: charges for single leads and for
-- invoices, returns, refunds, disputes, invoices and what was paid on them. What they mean for the books is posted by the
-- functions of later migrations.

alter table currency
  -- The smallest sum that Stripe charges a card, as its documentation lists it; a currency that the list does not
  -- name has what five of its major units are. Unknown is never assumed to be less.
  add column card_minimum_minor bigint;
update currency set card_minimum_minor = case code
  when 'USD' then 50 when 'AUD' then 50 when 'BRL' then 50 when 'CAD' then 50 when 'CHF' then 50 when 'EUR' then 50
  when 'NZD' then 50 when 'SGD' then 50 when 'GBP' then 30 when 'JPY' then 50 when 'CZK' then 1500 when 'DKK' then 250
  when 'HKD' then 400 when 'MXN' then 1000 when 'NOK' then 300 when 'PLN' then 200 when 'SEK' then 300
  else 5 * power(10, exponent)::bigint end;
alter table currency alter column card_minimum_minor set not null;

alter table account
  -- Whether top-ups appear on a Stripe invoice where neither buyer nor top-up says otherwise.
  add column invoice_top_ups boolean not null default false,
  -- What is taxed when: a prepaid balance is untaxed credit unless the account's accountant says otherwise.
  add column top_up_tax text not null default 'none' check (top_up_tax in ('none', 'exclusive')),
  add column top_up_tax_rate_bps int not null default 0 check (top_up_tax_rate_bps between 0 and 10000);

alter table buyer
  -- Null: as the account does.
  add column invoice_top_ups boolean,
  -- Since when the present mechanism holds.
  add column mechanism_since timestamptz not null default clock_timestamp();

alter table top_up
  add column invoice boolean not null default false,
  add column tax_minor bigint not null default 0 check (tax_minor >= 0);
alter table top_up drop constraint top_up_trigger_check;
-- debt: collects what a buyer owes for leads that were delivered although their charge failed.
alter table top_up add constraint top_up_trigger_check check (trigger in ('manual', 'auto', 'debt'));

alter table delivery
  -- Why this rung paid, where it was not simply the wallet.
  add column funding_reason text check (funding_reason in (
    'wallet_short', 'direct_charge', 'within_credit_limit', 'manual_billing', 'trusted_while_retrying')),
  -- When a lead that was pending was decided.
  add column decided_at timestamptz;
create index delivery_pending on delivery (account_id, id) where outcome = 'pending';
create index delivery_account on delivery (account_id, created_at) where outcome <> 'refused' and funded_by <> 'wallet';

create table invoice (
  id text primary key,
  account_id text not null references account (id),
  -- top_up: a receipt for credit. net_terms: leads of a period, collected through Stripe. manual: leads of a period,
  -- collected by the agency itself; never at Stripe.
  kind text not null check (kind in ('top_up', 'net_terms', 'manual')),
  buyer_id text,
  wallet_id text,
  top_up_id text unique references top_up (id),
  period text,
  starts_at timestamptz,
  ends_at timestamptz,
  currency text not null references currency (code),
  subtotal_minor bigint not null,
  tax_minor bigint not null default 0,
  amount_minor bigint not null,
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  credited_minor bigint not null default 0 check (credited_minor >= 0),
  written_off_minor bigint not null default 0 check (written_off_minor >= 0),
  status text not null check (status in ('draft', 'open', 'paid', 'void', 'written_off')),
  due_at timestamptz,
  overdue_since timestamptz,
  stripe_invoice_id text unique,
  stripe_number text,
  hosted_url text,
  pdf_url text,
  issued_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  unique (id, account_id),
  constraint invoice_once_for_a_period unique (buyer_id, kind, period),
  check ((kind = 'top_up') = (top_up_id is not null)),
  check ((kind = 'top_up') = (period is null)),
  check (kind = 'top_up' or buyer_id is not null),
  constraint manual_never_at_stripe check (kind <> 'manual' or stripe_invoice_id is null),
  constraint invoice_adds_up check (amount_minor = subtotal_minor + tax_minor),
  constraint invoice_not_overpaid check (paid_minor + credited_minor + written_off_minor <= greatest(amount_minor, 0)),
  constraint invoice_paid_means_paid check (status <> 'paid' or paid_minor + credited_minor = greatest(amount_minor, 0))
);
create index invoice_account on invoice (account_id, id);
create index invoice_buyer on invoice (buyer_id, ends_at);
create index invoice_open on invoice (due_at) where status in ('draft', 'open');

create table invoice_line (
  invoice_id text not null references invoice (id),
  line int not null check (line > 0),
  description text not null,
  day date,
  leads int,
  amount_minor bigint not null,
  primary key (invoice_id, line)
);

create table credit_note (
  id text primary key,
  account_id text not null,
  invoice_id text not null,
  delivery_id text unique references delivery (id),
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  stripe_credit_note_id text unique,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (invoice_id, account_id) references invoice (id, account_id)
);
create index credit_note_invoice on credit_note (invoice_id);

-- What was paid of what a buyer owes: by card, on Stripe's hosted page, or outside Stripe with a reference.
create table receivable_payment (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  invoice_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null references currency (code),
  source text not null check (source in ('card_on_file', 'hosted_page', 'outside')),
  reference text,
  note text,
  payment_intent_id text,
  received_at timestamptz not null,
  tx_id bigint not null unique references book_tx (id),
  idempotency_key text,
  request_hash bytea,
  recorded_by_kind text not null,
  recorded_by_id text not null,
  recorded_by_label text not null,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  foreign key (invoice_id, account_id) references invoice (id, account_id),
  constraint one_payment_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null))
);
create index receivable_payment_buyer on receivable_payment (buyer_id, id);
create index receivable_payment_invoice on receivable_payment (invoice_id) where invoice_id is not null;

-- One charge is one PaymentIntent, now also for a single lead and for an invoice.
alter table charge alter column top_up_id drop not null;
alter table charge drop constraint charge_purpose_check;
alter table charge
  add column delivery_id text unique references delivery (id),
  add column invoice_id text unique references invoice (id),
  add constraint charge_purpose_check check (purpose in ('top_up', 'lead', 'invoice')),
  add constraint charge_pays_for_one_thing check (case purpose
    when 'top_up' then top_up_id is not null and delivery_id is null and invoice_id is null
    -- Once its lead was delivered on trust, the failed charge of a lead is collected as a top-up that pays that debt.
    when 'lead' then delivery_id is not null and invoice_id is null
    else invoice_id is not null and top_up_id is null and delivery_id is null end),
  add constraint only_top_ups_are_retried check (retry_state is null or top_up_id is not null);

create table lead_return (
  id text primary key,
  account_id text not null,
  delivery_id text not null unique references delivery (id),
  buyer_id text not null,
  code text not null,
  note text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  -- Where the money went.
  returned_to text not null check (returned_to in ('wallet', 'receivable', 'card')),
  tx_id bigint not null unique references book_tx (id),
  returned_by_kind text not null,
  returned_by_id text not null,
  returned_by_label text not null,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);
create index lead_return_buyer on lead_return (buyer_id, created_at);

create table refund (
  id text primary key,
  account_id text not null,
  charge_id text not null references charge (id),
  wallet_id text,
  top_up_id text references top_up (id),
  -- The lead whose return it pays back, where that had been paid by card.
  delivery_id text unique references delivery (id),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null references currency (code),
  origin text not null check (origin in ('requested', 'returned_lead', 'dashboard')),
  status text not null check (status in ('pending', 'succeeded', 'failed')),
  reason text,
  stripe_refund_id text unique,
  failure_reason text,
  -- What it took from the books when it was asked for.
  tx_id bigint not null unique references book_tx (id),
  idempotency_key text,
  request_hash bytea,
  requested_by_kind text not null,
  requested_by_id text not null,
  requested_by_label text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  unique (id, account_id),
  constraint one_refund_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null)),
  check ((status = 'pending') = (ended_at is null))
);
create index refund_account on refund (account_id, id);
create index refund_charge on refund (charge_id);
create index refund_open on refund (created_at) where ended_at is null;

create table dispute (
  id text primary key,
  account_id text not null references account (id),
  charge_id text not null references charge (id),
  stripe_dispute_id text not null unique,
  wallet_id text,
  buyer_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null references currency (code),
  reason text not null,
  -- Stripe's own word for where it stands.
  stripe_status text not null,
  evidence_due_at timestamptz,
  verdict text check (verdict in ('won', 'lost')),
  from_wallet_minor bigint not null default 0,
  from_receivable_minor bigint not null default 0,
  tx_id bigint unique references book_tx (id),
  opened_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  unique (id, account_id),
  check ((verdict is null) = (ended_at is null))
);
create index dispute_account on dispute (account_id, id);
create index dispute_charge on dispute (charge_id);
create index dispute_open on dispute (opened_at) where ended_at is null;

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (kind in (
  'start_top_up', 'stripe_event', 'charge_news', 'pause_changed', 'start_lead_charge', 'start_refund', 'start_dispute',
  'dispute_news', 'start_invoice_period', 'invoice_news', 'top_up_invoice', 'credit_note'));

alter table email drop constraint email_kind_check;
alter table email add constraint email_kind_check check (kind in (
  'receipt', 'charge_declined', 'action_needed', 'pause_reminder', 'resumed', 'low_balance', 'balance_recovered',
  'card_expiring', 'payer_link', 'invoice_issued', 'invoice_overdue', 'refund_failed', 'dispute_opened',
  'dispute_closed'));

alter table outgoing_webhook drop constraint outgoing_webhook_type_check;
alter table outgoing_webhook add constraint outgoing_webhook_type_check check (type in (
  'buyer.paused', 'buyer.resumed', 'delivery.delivered', 'delivery.refused'));
