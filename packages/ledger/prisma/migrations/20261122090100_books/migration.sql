-- The books: double entry, append-only. What may never happen is refused here, whoever asks.

-- Credit-positive: a wallet is a liability, so money in is +, a lead drawn is -. The lines of a transaction sum to zero.
create table book_account (
  id bigint generated always as identity primary key,
  account_id text not null references account (id),
  kind text not null check (kind in (
    'wallet', 'receivable', 'stripe_clearing', 'external_receipts', 'promotions', 'lead_revenue',
    'refunds_in_flight', 'disputed_funds', 'stripe_fees', 'write_offs')),
  -- The wallet or buyer it belongs to; empty for the books that the account has once for each currency.
  owner_id text not null default '',
  currency text not null references currency (code),
  -- Strict books keep balance, version and hash chain in the posting itself; the others are append-only and summed
  -- when asked for, so that they are never a row that every draw has to lock.
  strict boolean not null generated always as (kind in ('wallet', 'receivable')) stored,
  min_available bigint,
  balance bigint not null default 0,
  held bigint not null default 0,
  version bigint not null default 0,
  head_hash bytea not null default '',
  last_at timestamptz not null default '-infinity',
  unique (account_id, kind, owner_id, currency),
  constraint held_is_not_negative check (held >= 0),
  constraint wallet_has_a_floor check (kind <> 'wallet' or min_available is not null),
  constraint never_overdrawn check (min_available is null or balance - held >= min_available),
  constraint lazy_has_no_state check (strict or (balance = 0 and held = 0 and version = 0))
) with (fillfactor = 50);

-- One business event: journal header and idempotency record in one row.
create table book_tx (
  id bigint generated always as identity primary key,
  account_id text not null,
  -- The natural key of the event, such as `top_up:top_...`. It never expires.
  key text not null,
  kind text not null check (kind in (
    'top_up', 'external_credit', 'promotional_credit', 'delivery', 'return', 'refund', 'refund_settled',
    'refund_reversal', 'dispute', 'dispute_reversal', 'dispute_lost', 'stripe_fee', 'correction', 'settlement',
    'receivable_payment', 'write_off')),
  subject_id text not null,
  -- What the repeat of a key must match. Null where the subject row itself carries the request's hash.
  lines_hash bytea,
  external_ref text,
  -- The event that this one takes back, whole or in part; there may be several parts.
  reverses_tx_id bigint references book_tx (id),
  created_at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint one_posting_per_key unique (account_id, key)
);
create unique index book_tx_external_ref on book_tx (account_id, external_ref) where external_ref is not null;

create table book_entry (
  tx_id bigint not null,
  line smallint not null,
  account_id text not null,
  book_account_id bigint not null,
  currency text not null,
  amount bigint not null check (amount <> 0),
  -- The chain of a strict book: gapless versions, each starting where the last one ended. Null on lazy books.
  version bigint,
  prev_version bigint,
  balance_before bigint,
  balance_after bigint,
  hash bytea,
  created_at timestamptz not null,
  primary key (tx_id, line),
  constraint chained_or_not check (
    (version is null) = (balance_after is null) and (version is null) = (hash is null)
    and (version is null) = (balance_before is null)),
  constraint balance_runs_on check (version is null or balance_after = balance_before + amount),
  -- A case, as an unknown result passes a check: every version but the first names the one before it.
  constraint version_runs_on check (
    case
      when version is null then prev_version is null
      when version = 1 then prev_version is null and balance_before = 0
      else prev_version is not null and prev_version = version - 1
    end)
);
create unique index book_entry_version on book_entry (book_account_id, version) where version is not null;

-- Whole transactions only: balanced per currency (which also means two lines at least, as no amount is zero), one tenant,
-- the currency of each book; and on a strict book each entry starts where the one before it ended, so that a forged
-- running balance has no predecessor. One look at all the lines of a statement: a foreign key would look at each line by
-- itself and lock the entry before it. What it relies on cannot change: entries are append-only.
-- Index look-ups whatever the size of the tables, by the plans made first: it runs within every posting.
create function entries_must_balance() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set enable_material = off set plan_cache_mode = force_generic_plan set jit = off
as $$
begin
  if exists (select from inserted group by tx_id, currency having sum(amount) <> 0) then
    raise exception 'the lines of a transaction do not sum to zero' using errcode = '23514', constraint = 'entries_balance';
  end if;
  if exists (
    select from (select distinct tx_id, account_id from inserted) i
    left join book_tx t on t.id = i.tx_id
    where t.account_id is distinct from i.account_id
  ) or exists (
    select from (
      select distinct book_account_id, account_id, currency, version is not null as strict from inserted
    ) i
    left join book_account b on b.id = i.book_account_id
    where (b.account_id, b.currency, b.strict) is distinct from (i.account_id, i.currency, i.strict)
  ) then
    raise exception 'a line crosses tenants or currencies, or names no book'
      using errcode = '23514', constraint = 'entries_stay_in_their_books';
  end if;
  if exists (
    select from inserted i
    left join book_entry p on p.book_account_id = i.book_account_id and p.version = i.prev_version
    where i.prev_version is not null and p.balance_after is distinct from i.balance_before
  ) then
    raise exception 'an entry does not start where the one before it ended'
      using errcode = '23503', constraint = 'entries_run_on';
  end if;
  return null;
end
$$;

create trigger book_entry_balanced after insert on book_entry
  referencing new table as inserted for each statement execute function entries_must_balance();

create trigger book_entry_append_only before update or delete on book_entry
  for each row execute function reject_mutation();
create trigger book_tx_append_only before update or delete on book_tx
  for each row execute function reject_mutation();
create trigger book_entry_no_truncate before truncate on book_entry
  for each statement execute function reject_mutation();
create trigger book_tx_no_truncate before truncate on book_tx
  for each statement execute function reject_mutation();

-- A book's identity and its link to a tenant never change, and its version only grows.
create function book_account_keeps_its_identity() returns trigger language plpgsql as $$
begin
  if (new.account_id, new.kind, new.owner_id, new.currency) is distinct from
     (old.account_id, old.kind, old.owner_id, old.currency) then
    raise exception 'a book keeps its tenant, kind, owner and currency' using errcode = '55000';
  end if;
  if new.version < old.version then
    raise exception 'the version of a book only grows' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger book_account_identity before update on book_account
  for each row
  when (old.account_id is distinct from new.account_id or old.kind is distinct from new.kind
    or old.owner_id is distinct from new.owner_id or old.currency is distinct from new.currency
    or new.version < old.version)
  execute function book_account_keeps_its_identity();
create trigger book_account_no_delete before delete on book_account
  for each row execute function reject_mutation();
