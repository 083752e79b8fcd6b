-- Holds: money of a wallet reserved for a lead that is being auctioned (ping/post), later captured or released.
-- available = balance - held, and the floor of the wallet counts both, so a capture can never fail for lack of money.

create table hold (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  wallet_id text not null,
  lead_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  outcome text not null check (outcome in ('placed', 'refused')),
  refusal_code text,
  available_seen_minor bigint not null,
  expires_at timestamptz not null,
  idempotency_key text,
  request_hash bytea,
  created_at timestamptz not null,
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  foreign key (wallet_id, account_id, currency) references wallet (id, account_id, currency),
  constraint one_hold_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null)),
  check ((outcome = 'refused') = (refusal_code is not null))
);
create index hold_buyer on hold (buyer_id, created_at);

-- The primary key is what makes a hold end at most once.
create table hold_resolution (
  hold_id text primary key references hold (id),
  kind text not null check (kind in ('captured', 'released', 'expired')),
  captured_minor bigint,
  delivery_id text unique references delivery (id),
  at timestamptz not null,
  check ((kind = 'captured') = (captured_minor is not null and delivery_id is not null)),
  check (captured_minor > 0)
);

-- The holds that still reserve money: what the sweeper looks through, and what `held` must add up to.
create table open_hold (
  hold_id text primary key references hold (id),
  book_account_id bigint not null references book_account (id),
  amount_minor bigint not null,
  expires_at timestamptz not null
);
create index open_hold_due on open_hold (expires_at);
create index open_hold_book on open_hold (book_account_id);

create trigger hold_append_only before update or delete on hold for each row execute function reject_mutation();
create trigger hold_no_truncate before truncate on hold for each statement execute function reject_mutation();
create trigger hold_resolution_append_only before update or delete on hold_resolution
  for each row execute function reject_mutation();
create trigger hold_resolution_no_truncate before truncate on hold_resolution
  for each statement execute function reject_mutation();

-- Reserves money of the buyer's wallet, or refuses by the same decision as a delivery.
-- status: decided | replayed | key_reused | buyer_unknown | currency_mismatch. hold_id names the hold decided on.
create function place_hold(
  p_account_id text, p_hold_id text, p_buyer_id text, p_lead_id text, p_amount bigint, p_currency text,
  p_lifetime interval, p_key text, p_hash bytea,
  out status text, out hold_id text
) language plpgsql as $$
#variable_conflict use_column
declare
  v_buyer buyer%rowtype;
  v_book book_account%rowtype;
  v_known record;
  v_decision record;
  v_spent buyer_spending;
  v_cap_left bigint;
  v_at timestamptz;
begin
  select * into v_buyer from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
  if not found then
    status := 'buyer_unknown';
    return;
  end if;
  select b.* into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = v_buyer.wallet_id for no key update of b;
  -- Read again under the lock: a pause, a cap or another wallet may have been committed meanwhile.
  select * into v_buyer from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
  if p_key is not null then
    select h.id, h.request_hash into v_known from hold h where h.account_id = p_account_id and h.idempotency_key = p_key;
    if found then
      hold_id := v_known.id;
      status := case when v_known.request_hash = p_hash then 'replayed' else 'key_reused' end;
      return;
    end if;
  end if;
  if p_currency <> v_book.currency then
    status := 'currency_mismatch';
    return;
  end if;
  v_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
  if v_buyer.daily_cap_minor is not null or v_buyer.monthly_cap_minor is not null then
    v_spent := spending_of(p_account_id, p_buyer_id, v_at);
    v_cap_left := least(v_buyer.daily_cap_minor - v_spent.day_spent_minor,
      v_buyer.monthly_cap_minor - v_spent.month_spent_minor) - held_for(p_buyer_id);
  end if;
  v_decision := decide_funding(
    v_buyer.mechanism,
    exists (select from pause_reason p where p.buyer_id = p_buyer_id and p.closed_at is null),
    v_cap_left, v_book.balance - v_book.held, v_book.min_available, p_amount);
  insert into hold (id, account_id, buyer_id, wallet_id, lead_id, amount_minor, currency, outcome, refusal_code,
      available_seen_minor, expires_at, idempotency_key, request_hash, created_at)
    values (p_hold_id, p_account_id, p_buyer_id, v_buyer.wallet_id, p_lead_id, p_amount, p_currency,
      case when v_decision.rung is null then 'refused' else 'placed' end, v_decision.refusal,
      v_book.balance - v_book.held, v_at + p_lifetime, p_key, p_hash, v_at);
  if v_decision.rung is not null then
    insert into open_hold (hold_id, book_account_id, amount_minor, expires_at)
      values (p_hold_id, v_book.id, p_amount, v_at + p_lifetime);
  end if;
  update book_account
    set last_at = v_at, held = held + case when v_decision.rung is null then 0 else p_amount end
    where id = v_book.id;
  status := 'decided';
  hold_id := p_hold_id;
end
$$;

-- What a buyer's open holds reserve: it counts against his caps as if it were spent.
create function held_for(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce(sum(o.amount_minor), 0)::bigint from open_hold o join hold h on h.id = o.hold_id
    where h.buyer_id = p_buyer_id
$$;

-- Turns a hold into the delivery of a lead, for the held amount or less; the rest becomes available again.
-- Nobody compares clocks here: a hold is open until a row of hold_resolution says otherwise.
-- status: captured | replayed (this lead was captured by this hold) | not_found | not_open | exceeds_hold
--       | currency_mismatch | lead_delivered (the buyer has this lead already; delivery_id says which; the hold stays as it is).
create function capture_hold(
  p_account_id text, p_hold_id text, p_delivery_id text, p_amount bigint, p_currency text, p_lead_id text,
  p_labels jsonb,
  out status text, out delivery_id text
) language plpgsql as $$
#variable_conflict use_column
declare
  v_hold hold%rowtype;
  v_ended record;
  v_book book_account%rowtype;
  v_price bigint;
  v_at timestamptz;
  v_tx bigint;
  v_hash bytea;
  v_spent buyer_spending;
begin
  select * into v_hold from hold h
    where h.id = p_hold_id and h.account_id = p_account_id and h.outcome = 'placed';
  if not found then
    status := 'not_found';
    return;
  end if;
  select b.* into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = v_hold.wallet_id for no key update of b;
  select r.kind, r.delivery_id, d.lead_id into v_ended
    from hold_resolution r left join delivery d on d.id = r.delivery_id where r.hold_id = p_hold_id;
  if found then
    delivery_id := v_ended.delivery_id;
    status := case when v_ended.kind = 'captured' and v_ended.lead_id = p_lead_id then 'replayed' else 'not_open' end;
    return;
  end if;
  if p_amount is not null and p_currency is distinct from v_hold.currency then
    status := 'currency_mismatch';
    return;
  end if;
  v_price := coalesce(p_amount, v_hold.amount_minor);
  if v_price > v_hold.amount_minor then
    status := 'exceeds_hold';
    return;
  end if;
  select d.id into delivery_id from delivery d
    where d.account_id = p_account_id and d.buyer_id = v_hold.buyer_id and d.lead_id = p_lead_id
      and d.outcome in ('pending', 'delivered', 'returned');
  if found then
    status := 'lead_delivered';
    return;
  end if;

  v_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
  v_hash := entry_hash(v_book.head_hash, v_book.id, v_book.version + 1, -v_price, v_book.balance - v_price, v_at,
    'delivery:' || p_delivery_id);
  insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
      balance_after_minor, available_seen_minor, version_seen, labels, hold_id, created_at)
    values (p_delivery_id, p_account_id, v_hold.buyer_id, v_hold.wallet_id, p_lead_id, v_price, v_hold.currency,
      'delivered', 'wallet', v_book.balance - v_price, v_book.balance - v_book.held + v_hold.amount_minor,
      v_book.version + 1, p_labels, p_hold_id, v_at);
  insert into hold_resolution (hold_id, kind, captured_minor, delivery_id, at)
    values (p_hold_id, 'captured', v_price, p_delivery_id, v_at);
  delete from open_hold where hold_id = p_hold_id;
  insert into book_tx (account_id, key, kind, subject_id, created_at)
    values (p_account_id, 'delivery:' || p_delivery_id, 'delivery', p_delivery_id, v_at) returning id into v_tx;
  insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
      version, prev_version, balance_before, balance_after, hash, created_at)
    values
      (v_tx, 1, p_account_id, v_book.id, v_book.currency, -v_price, v_book.version + 1, nullif(v_book.version, 0),
        v_book.balance, v_book.balance - v_price, v_hash, v_at),
      (v_tx, 2, p_account_id, open_book(p_account_id, 'lead_revenue', '', v_book.currency), v_book.currency, v_price,
        null, null, null, null, null, v_at);
  update book_account
    set balance = balance - v_price, held = held - v_hold.amount_minor, version = version + 1, head_hash = v_hash,
      last_at = v_at
    where id = v_book.id;
  if exists (select from buyer b where b.id = v_hold.buyer_id
      and (b.daily_cap_minor is not null or b.monthly_cap_minor is not null)) then
    -- The delivery above is in the deliveries already: only a row that is there needs the sum added.
    v_spent := spending_of(p_account_id, v_hold.buyer_id, v_at);
    if exists (select from buyer_spending s where s.buyer_id = v_spent.buyer_id and s.month = v_spent.month) then
      v_spent.day_spent_minor := v_spent.day_spent_minor + v_price;
      v_spent.month_spent_minor := v_spent.month_spent_minor + v_price;
    end if;
    perform keep_spending(array[v_spent]);
  end if;
  status := 'captured';
  delivery_id := p_delivery_id;
end
$$;

-- Ends a hold without a delivery. status: released or expired (what was asked) | replayed | not_open | not_found.
create function end_hold(p_account_id text, p_hold_id text, p_kind text, out status text) language plpgsql as $$
declare
  v_hold hold%rowtype;
  v_book bigint;
  v_ended text;
begin
  select * into v_hold from hold h
    where h.id = p_hold_id and h.account_id = p_account_id and h.outcome = 'placed';
  if not found then
    status := 'not_found';
    return;
  end if;
  select b.id into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = v_hold.wallet_id for no key update of b;
  select r.kind into v_ended from hold_resolution r where r.hold_id = p_hold_id;
  if found then
    status := case when v_ended = p_kind then 'replayed' else 'not_open' end;
    return;
  end if;
  insert into hold_resolution (hold_id, kind, at) values (p_hold_id, p_kind, clock_timestamp());
  delete from open_hold o where o.hold_id = p_hold_id;
  update book_account set held = held - v_hold.amount_minor where id = v_book;
  status := p_kind;
end
$$;
