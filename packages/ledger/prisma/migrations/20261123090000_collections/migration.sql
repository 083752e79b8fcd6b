-- What happens when money does not come as expected: rules that refill wallets, failing charges and their retries,
-- pauses, and everything that has to be told to somebody.

alter table account
  -- What a buyer may owe for leads delivered on trust where its own limit is not set. Zero: nothing.
  add column default_exposure_limit_minor bigint not null default 0 check (default_exposure_limit_minor >= 0),
  -- What is left unpaid at or below this never keeps a buyer paused.
  add column residue_minor bigint not null default 100 check (residue_minor >= 0),
  -- Delays in seconds by kind of decline (packages/shared/src/retries); null: the standard policy.
  add column retry_policy jsonb,
  -- Shown wherever the schedule is, such as "demo: minutes instead of days".
  add column retry_policy_label text,
  add column mail_reply_to text;

alter table buyer
  add column retry_while_paused boolean not null default true,
  add column mail_opt_in boolean not null default false;

alter table wallet
  -- Where a low balance is told; null: nobody wants to hear of it.
  add column low_balance_minor bigint check (low_balance_minor > 0),
  -- Since when the present episode of a low balance lasts; null: there is none.
  add column low_balance_since timestamptz,
  -- The threshold of a rule that is on and not suspended; null otherwise. Kept by a trigger on the rule, so that a
  -- draw has to read only the wallet.
  add column auto_top_up_at_minor bigint;

alter table payment_method
  -- Tried once when the default card was declined, where the payer has agreed to that.
  add column is_backup boolean not null default false,
  add column consent_text text,
  add column consent_at timestamptz,
  add column consent_by text,
  add column last_succeeded_at timestamptz,
  -- Since when it is its payer's default: a card that became it after a charge had failed may be tried for that charge.
  add column default_since timestamptz,
  -- When its issuer last sent new details of it.
  add column updated_by_issuer_at timestamptz,
  add check (not (is_backup and (is_default or removed_at is not null)));
create unique index payment_method_one_backup on payment_method (account_id, coalesce(buyer_id, '')) where is_backup;

create table auto_top_up_rule (
  wallet_id text primary key references wallet (id),
  account_id text not null,
  currency text not null,
  enabled boolean not null,
  threshold_minor bigint not null check (threshold_minor >= 0),
  amount_minor bigint check (amount_minor > 0),
  target_balance_minor bigint,
  payer text not null check (payer in ('account', 'buyer')),
  payer_buyer_id text,
  daily_limit_minor bigint check (daily_limit_minor > 0),
  monthly_limit_minor bigint check (monthly_limit_minor > 0),
  consent_text text not null,
  consent_by text not null,
  consent_at timestamptz not null,
  suspended_at timestamptz,
  suspended_because text check (suspended_because in (
    'card_declined', 'retries_exhausted', 'no_usable_card', 'disputed', 'safety_net')),
  -- The card that was declined: the same card saved again is no reason to go on.
  suspended_fingerprint text,
  suspended_top_up_id text references top_up (id),
  -- Why the rule, though due, started nothing the last time; null once it did.
  not_started_because text check (not_started_because in (
    'daily_limit_reached', 'monthly_limit_reached', 'no_usable_card', 'card_being_retried', 'buyers_paused_by_hand')),
  updated_at timestamptz not null default clock_timestamp(),
  foreign key (wallet_id, account_id, currency) references wallet (id, account_id, currency),
  foreign key (payer_buyer_id, account_id) references buyer (id, account_id),
  check ((amount_minor is null) <> (target_balance_minor is null)),
  check (target_balance_minor is null or target_balance_minor > threshold_minor),
  check ((payer = 'buyer') = (payer_buyer_id is not null)),
  check ((suspended_at is null) = (suspended_because is null))
);

-- One card that is declined is one incident, however many charges and buyers it concerns: one retry, one mail.
create table card_incident (
  id text primary key,
  account_id text not null references account (id),
  -- Stripe's fingerprint of the card; its payment method where Stripe has given none.
  fingerprint text not null,
  payment_method_id text not null references payment_method (id),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);
create unique index card_incident_open on card_incident (account_id, fingerprint) where closed_at is null;

alter table charge
  -- Null while nothing has been declined, and once it has ended.
  add column retry_state text check (retry_state in ('scheduled', 'trying', 'follows', 'needs_card', 'needs_payer')),
  add column next_attempt_at timestamptz,
  add column first_declined_at timestamptz,
  add column decline_class text,
  -- The last attempt whose decline was recorded with everything that follows from it.
  add column declined_attempt int,
  add column incident_id text references card_incident (id),
  add column closed_as text check (closed_as in (
    'paid', 'stopped', 'paid_outside', 'written_off', 'funded_otherwise', 'given_up')),
  add column closed_by text,
  add column closed_note text,
  add column closed_at timestamptz,
  add check (retry_state is null or status = 'open');
create index charge_failing on charge (account_id, id) where retry_state is not null;
create index charge_incident on charge (incident_id) where incident_id is not null;

alter table charge_attempt add column fingerprint text;
-- What counts against the card networks' limits.
create index charge_attempt_of_card on charge_attempt (fingerprint, started_at) where outcome in ('pending', 'unknown', 'declined');

-- One row for each card that was ever attempted: its lock orders the attempts on that card.
create table card_budget (
  fingerprint text primary key,
  -- A card that the issuer never wants to see again, or that Stripe accepts nothing from for a day.
  blocked_until timestamptz,
  blocked_code text
);

-- The buyers that a failing charge concerns, each with the policy that it had when the charge failed.
create table affected_buyer (
  charge_id text not null references charge (id),
  buyer_id text not null,
  account_id text not null,
  policy text not null check (policy in ('pause', 'continue')),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  primary key (charge_id, buyer_id),
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);
create index affected_buyer_open on affected_buyer (buyer_id) where closed_at is null;

alter table pause_reason
  -- What it is about, such as a charge; empty for a pause by hand.
  add column subject_id text not null default '',
  -- pause_when_exhausted: what is left in the wallet may still be delivered; the lead that no longer fits turns it
  -- into a pause.
  add column effect text not null default 'pause' check (effect in ('pause', 'pause_when_exhausted')),
  -- What has to be available again for it to resolve by itself; null: money alone does not resolve it.
  add column amount_minor bigint,
  add column opened_by text,
  add column closed_by text,
  add column closed_note text,
  add column closed_as text check (closed_as in (
    'paid', 'funded', 'paid_outside', 'written_off', 'lifted', 'gone'));
create unique index pause_reason_once on pause_reason (buyer_id, reason, subject_id) where closed_at is null;

-- From the first open reason of a buyer to the last one closed.
create table pause_episode (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);
create unique index pause_episode_open on pause_episode (buyer_id) where closed_at is null;

-- Pages that open without a login, once, for a while. The token itself is never stored.
create table payer_link (
  id text primary key,
  account_id text not null references account (id),
  kind text not null check (kind in ('save_card', 'pay', 'authenticate')),
  token_sha256 bytea not null unique,
  buyer_id text,
  wallet_id text references wallet (id),
  charge_id text references charge (id),
  -- For `pay`: the sum asked for; null: the payer chooses.
  amount_minor bigint check (amount_minor > 0),
  currency text references currency (code),
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  -- For `pay`: the top-up that it became.
  top_up_id text references top_up (id),
  foreign key (buyer_id, account_id) references buyer (id, account_id)
);
-- A newer link to the same payment kills the older one.
create unique index payer_link_of_charge on payer_link (charge_id)
  where charge_id is not null and used_at is null and revoked_at is null;

-- Mail to be written and sent. Who gets it and what it says is decided when it is sent, from what is true then.
create table email (
  id text primary key,
  account_id text not null references account (id),
  audience text not null check (audience in ('agency', 'buyer')),
  buyer_id text,
  kind text not null check (kind in (
    'receipt', 'charge_declined', 'action_needed', 'pause_reminder', 'resumed', 'low_balance', 'balance_recovered',
    'card_expiring', 'payer_link')),
  -- The same occasion is told once.
  occasion text not null,
  data jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  due_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  last_error text,
  recipients text[],
  reply_to text,
  subject text,
  body_text text,
  body_html text,
  sent_at timestamptz,
  -- captured: no mail server is configured; the web app shows it. none: nobody wants it.
  sent_via text check (sent_via in ('smtp', 'captured', 'none')),
  unique (account_id, kind, audience, occasion),
  check ((sent_at is null) = (sent_via is null))
);
create index email_waiting on email (due_at) where sent_at is null;
create index email_account on email (account_id, id);

create table webhook_endpoint (
  account_id text primary key references account (id),
  url text not null check (url ~ '^https?://'),
  secret text not null,
  enabled boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- Standard Webhooks messages; the id is the message id, so that a receiver can drop a repeat.
create table outgoing_webhook (
  id text primary key,
  account_id text not null references account (id),
  type text not null check (type in ('buyer.paused', 'buyer.resumed')),
  occasion text not null,
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  due_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  last_status int,
  last_error text,
  delivered_at timestamptz,
  given_up_at timestamptz,
  unique (account_id, type, occasion)
);
create index outgoing_webhook_waiting on outgoing_webhook (due_at) where delivered_at is null and given_up_at is null;
create index outgoing_webhook_account on outgoing_webhook (account_id, id);

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('start_top_up', 'stripe_event', 'charge_news', 'pause_changed'));
