-- Delivering leads: one row for each decision, and the function that decides and pays in one round trip.

create table delivery (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  wallet_id text not null,
  lead_id text not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null,
  outcome text not null check (outcome in ('delivered', 'pending', 'returned', 'refused')),
  funded_by text check (funded_by in ('wallet', 'card', 'credit', 'manual', 'trust')),
  refusal_code text,
  balance_after_minor bigint,
  -- What the decision saw: makes every refusal checkable afterwards.
  available_seen_minor bigint not null,
  -- The wallet's version right after the decision.
  version_seen bigint not null,
  labels jsonb,
  -- The hold that it captured, where the money was reserved before.
  hold_id text unique,
  idempotency_key text,
  request_hash bytea,
  created_at timestamptz not null,
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  constraint one_delivery_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null)),
  check ((outcome = 'refused') = (refusal_code is not null)),
  check ((outcome = 'refused') = (funded_by is null)),
  constraint insufficient_funds_were_insufficient
    check (refusal_code is distinct from 'insufficient_funds' or available_seen_minor < price_minor)
);
-- A lead is paid for at most once by a buyer, whatever keys are used.
create unique index delivery_once on delivery (account_id, buyer_id, lead_id)
  where outcome in ('pending', 'delivered', 'returned');
create index delivery_buyer on delivery (buyer_id, created_at);

create function delivery_is_decided_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a delivery is never deleted' using errcode = '55000';
  end if;
  if old.outcome = 'refused' or (new.id, new.account_id, new.buyer_id, new.wallet_id, new.lead_id, new.price_minor,
      new.currency, new.hold_id, new.idempotency_key) is distinct from (old.id, old.account_id, old.buyer_id,
      old.wallet_id, old.lead_id, old.price_minor, old.currency, old.hold_id, old.idempotency_key) then
    raise exception 'what a delivery decided never changes' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger delivery_decided_once before update or delete on delivery
  for each row execute function delivery_is_decided_once();

-- The funding decision: which rung pays for a lead, or why none does. Posting and eligibility both ask it.
-- p_cap_left is what the buyer may still spend in its day and month; null where it has no cap.
create function decide_funding(
  p_mechanism text, p_paused boolean, p_cap_left bigint, p_available bigint, p_floor bigint, p_price bigint,
  out rung text, out refusal text
) language plpgsql immutable parallel safe as $$
begin
  if p_paused then
    refusal := 'delivery_paused';
  elsif p_mechanism <> 'wallet' then
    refusal := 'mechanism_not_available';
  elsif p_price > p_cap_left then
    refusal := 'spending_cap_reached';
  elsif p_available - p_price < p_floor then
    refusal := 'insufficient_funds';
  else
    rung := 'wallet';
  end if;
end
$$;

-- Decides n leads of one wallet in order, under one lock, and writes what came of them.
-- status: decided (delivery_id is the one asked for) | replayed (delivery_id is an earlier one) | key_reused
--       | price_conflict | currency_mismatch | buyer_unknown (not of this account, or no longer on this wallet).
-- Within one call no two items may share a key or a (buyer, lead) pair: the caller sends the second one later, as it
-- would find the first one's row here. Where two calls on different wallets race for one key or pair, the unique
-- indexes stop the second call as a whole, and its repeat finds the winner.
-- A buyer that was named by its external id must still have that id, so that no cached answer draws on another one.
create function deliver_leads(
  p_account_id text, p_wallet_id text, p_delivery_ids text[], p_buyer_ids text[], p_external_ids text[],
  p_lead_ids text[], p_prices bigint[], p_currencies text[], p_labels jsonb[], p_keys text[], p_hashes bytea[]
) returns table (
  ordinal int, status text, delivery_id text, outcome text, funded_by text, refusal_code text,
  balance_after_minor bigint, available_seen_minor bigint, top_up_in_progress boolean, created_at timestamptz
) language plpgsql
-- One index look-up for each item, always: no plan of this function may depend on how large the tables were when it
-- was first made, and none is made anew for each call.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict use_column
declare
  v_book book_account%rowtype;
  v_revenue bigint;
  v_item record;
  v_decision record;
  v_price bigint;
  v_at timestamptz;
  v_count int := 0;
  v_posted int := 0;
  v_topping_up boolean;
  v_cap_left bigint;
  v_spender int;
  v_spent buyer_spending;
  -- Buyers with caps, what they have spent by now, and what their open holds reserve. A call's leads all count for the
  -- day in which it began.
  a_spender text[] := '{}';
  a_spent buyer_spending[] := '{}';
  a_reserved bigint[] := '{}';
  a_id text[] := '{}';
  a_buyer text[] := '{}';
  a_lead text[] := '{}';
  a_price bigint[] := '{}';
  a_labels jsonb[] := '{}';
  a_key text[] := '{}';
  a_request_hash bytea[] := '{}';
  a_outcome text[] := '{}';
  a_rung text[] := '{}';
  a_refusal text[] := '{}';
  a_available bigint[] := '{}';
  a_version bigint[] := '{}';
  a_after bigint[] := '{}';
  a_at timestamptz[] := '{}';
  -- Of the posted ones only:
  a_posted_id text[] := '{}';
  a_amount bigint[] := '{}';
  a_before bigint[] := '{}';
  a_balance bigint[] := '{}';
  a_chain bigint[] := '{}';
  a_hash bytea[] := '{}';
  a_posted_at timestamptz[] := '{}';
  a_tx bigint[];
begin
  -- The one lock: everything below is decided under it.
  select b.* into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b;
  if not found then
    return query select i::int, 'buyer_unknown', null, null, null, null, null::bigint, null::bigint, null::boolean,
      null::timestamptz from generate_series(1, cardinality(p_delivery_ids)) as i;
    return;
  end if;

  -- A new statement, so a new snapshot: it sees what whoever held the lock before has committed.
  for v_item in
    select i.ordinal::int as ordinal, i.delivery_id, i.lead_id, i.price_minor, i.currency, i.labels,
      i.idempotency_key, i.request_hash,
      b.id as buyer_id, b.mechanism, b.daily_cap_minor, b.monthly_cap_minor,
      exists (select from pause_reason p where p.buyer_id = b.id and p.closed_at is null) as paused,
      k.id as key_id, k.request_hash as key_hash,
      l.id as lead_delivery_id, l.price_minor as lead_price, l.currency as lead_currency
    from unnest(p_delivery_ids, p_buyer_ids, p_external_ids, p_lead_ids, p_prices, p_currencies, p_labels, p_keys,
      p_hashes) with ordinality as i (
        delivery_id, buyer_id, external_id, lead_id, price_minor, currency, labels, idempotency_key, request_hash,
        ordinal)
    left join buyer b on b.id = i.buyer_id and b.account_id = p_account_id and b.wallet_id = p_wallet_id
      and (i.external_id is null or b.external_id = i.external_id)
    left join delivery k on k.account_id = p_account_id and k.idempotency_key = i.idempotency_key
    left join delivery l on l.account_id = p_account_id and l.buyer_id = i.buyer_id and l.lead_id = i.lead_id
      and l.outcome in ('pending', 'delivered', 'returned')
    order by i.ordinal
  loop
    ordinal := v_item.ordinal;
    delivery_id := null;
    if v_item.key_id is not null then
      delivery_id := v_item.key_id;
      status := case when v_item.key_hash = v_item.request_hash then 'replayed' else 'key_reused' end;
      return next; continue;
    end if;
    if v_item.buyer_id is null then
      status := 'buyer_unknown';
      return next; continue;
    end if;
    if v_item.lead_delivery_id is not null then
      delivery_id := v_item.lead_delivery_id;
      status := case when v_item.lead_price = v_item.price_minor and v_item.lead_currency = v_item.currency
        then 'replayed' else 'price_conflict' end;
      return next; continue;
    end if;
    if v_item.currency <> v_book.currency then
      status := 'currency_mismatch';
      return next; continue;
    end if;

    v_price := v_item.price_minor;
    v_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
    v_cap_left := null;
    if v_item.daily_cap_minor is not null or v_item.monthly_cap_minor is not null then
      v_spender := array_position(a_spender, v_item.buyer_id);
      if v_spender is null then
        a_spender := a_spender || v_item.buyer_id;
        v_spender := cardinality(a_spender);
        a_spent[v_spender] := spending_of(p_account_id, v_item.buyer_id, v_at);
        a_reserved[v_spender] := held_for(v_item.buyer_id);
      end if;
      v_spent := a_spent[v_spender];
      v_cap_left := least(v_item.daily_cap_minor - v_spent.day_spent_minor,
        v_item.monthly_cap_minor - v_spent.month_spent_minor) - a_reserved[v_spender];
    end if;
    v_decision := decide_funding(v_item.mechanism, v_item.paused, v_cap_left,
      v_book.balance - v_book.held, v_book.min_available, v_price);
    v_count := v_count + 1;
    a_id[v_count] := v_item.delivery_id;
    a_buyer[v_count] := v_item.buyer_id;
    a_lead[v_count] := v_item.lead_id;
    a_price[v_count] := v_price;
    a_labels[v_count] := v_item.labels;
    a_key[v_count] := v_item.idempotency_key;
    a_request_hash[v_count] := v_item.request_hash;
    a_rung[v_count] := v_decision.rung;
    a_refusal[v_count] := v_decision.refusal;
    a_available[v_count] := v_book.balance - v_book.held;
    a_at[v_count] := v_at;
    v_book.last_at := v_at;
    if v_decision.rung is null then
      a_outcome[v_count] := 'refused';
      a_version[v_count] := v_book.version;
      a_after[v_count] := null;
      if v_topping_up is null then
        v_topping_up := exists (select from top_up t where t.wallet_id = p_wallet_id and t.ended_at is null);
      end if;
    else
      v_posted := v_posted + 1;
      a_outcome[v_count] := 'delivered';
      if v_cap_left is not null then
        v_spent.day_spent_minor := v_spent.day_spent_minor + v_price;
        v_spent.month_spent_minor := v_spent.month_spent_minor + v_price;
        a_spent[v_spender] := v_spent;
      end if;
      v_book.balance := v_book.balance - v_price;
      v_book.version := v_book.version + 1;
      v_book.head_hash := entry_hash(v_book.head_hash, v_book.id, v_book.version, -v_price, v_book.balance, v_at,
        'delivery:' || v_item.delivery_id);
      a_posted_id[v_posted] := v_item.delivery_id;
      a_amount[v_posted] := -v_price;
      a_before[v_posted] := v_book.balance + v_price;
      a_balance[v_posted] := v_book.balance;
      a_chain[v_posted] := v_book.version;
      a_hash[v_posted] := v_book.head_hash;
      a_posted_at[v_posted] := v_at;
      a_version[v_count] := v_book.version;
      a_after[v_count] := v_book.balance;
    end if;
    status := 'decided';
    delivery_id := v_item.delivery_id;
    outcome := a_outcome[v_count]; funded_by := v_decision.rung; refusal_code := v_decision.refusal;
    balance_after_minor := a_after[v_count]; available_seen_minor := a_available[v_count];
    top_up_in_progress := v_topping_up; created_at := v_at;
    return next;
  end loop;

  if v_count = 0 then
    return;
  end if;
  insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
      refusal_code, balance_after_minor, available_seen_minor, version_seen, labels, idempotency_key, request_hash,
      created_at)
    select d.id, p_account_id, d.buyer_id, p_wallet_id, d.lead_id, d.price_minor, v_book.currency, d.outcome, d.rung,
      d.refusal, d.after, d.available, d.version, d.labels, d.idempotency_key, d.request_hash, d.at
    from unnest(a_id, a_buyer, a_lead, a_price, a_outcome, a_rung, a_refusal, a_after, a_available, a_version,
      a_labels, a_key, a_request_hash, a_at)
      as d (id, buyer_id, lead_id, price_minor, outcome, rung, refusal, after, available, version,
        labels, idempotency_key, request_hash, at);
  if v_posted = 0 then
    return;
  end if;
  v_revenue := open_book(p_account_id, 'lead_revenue', '', v_book.currency);
  a_tx := array(select nextval('book_tx_id_seq') from generate_series(1, v_posted));
  insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
    select p.tx, p_account_id, 'delivery:' || p.id, 'delivery', p.id, p.at
    from unnest(a_tx, a_posted_id, a_posted_at) as p (tx, id, at);
  insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
      version, prev_version, balance_before, balance_after, hash, created_at)
    select p.tx, 1, p_account_id, v_book.id, v_book.currency, p.amount,
      p.version, nullif(p.version - 1, 0), p.before, p.after, p.hash, p.at
    from unnest(a_tx, a_amount, a_chain, a_before, a_balance, a_hash, a_posted_at)
      as p (tx, amount, version, before, after, hash, at)
    union all
    select p.tx, 2, p_account_id, v_revenue, v_book.currency, -p.amount, null, null, null, null, null, p.at
    from unnest(a_tx, a_amount, a_posted_at) as p (tx, amount, at);
  update book_account set balance = v_book.balance, version = v_book.version, head_hash = v_book.head_hash,
    last_at = v_book.last_at where id = v_book.id;
  if cardinality(a_spender) > 0 then
    perform keep_spending(a_spent);
  end if;
end
$$;
