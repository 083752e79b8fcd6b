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
  hold_id text,
  idempotency_key text,
  request_hash bytea,
  created_at timestamptz not null,
  constraint one_delivery_per_key unique (account_id, idempotency_key),
  check ((idempotency_key is null) = (request_hash is null)),
  check ((outcome = 'refused') = (refusal_code is not null)),
  check ((outcome = 'refused') = (funded_by is null)),
  constraint insufficient_funds_were_insufficient
    check (refusal_code is distinct from 'insufficient_funds' or available_seen_minor < price_minor)
);
create index delivery_buyer on delivery (buyer_id, created_at);
-- A lead is paid for at most once by a buyer, whatever keys are used.
create unique index delivery_once on delivery (buyer_id, lead_id) where outcome in ('pending', 'delivered', 'returned');
create unique index delivery_of_hold on delivery (hold_id) where hold_id is not null;

-- A delivery is of a buyer and from a wallet of its account, and of a hold that exists. One look at all rows of a
-- statement instead of a foreign key's look at each; it relies on buyers and holds that never vanish and never change
-- their account.
create function deliveries_stay_in_their_account() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set enable_material = off set plan_cache_mode = force_generic_plan set jit = off
as $$
begin
  if exists (
    select from (select distinct account_id, buyer_id, wallet_id, currency, hold_id from inserted) i
    left join buyer b on b.id = i.buyer_id
    left join wallet w on w.id = i.wallet_id
    left join hold h on h.id = i.hold_id
    where (b.account_id, w.account_id, w.currency, h.id)
      is distinct from (i.account_id, i.account_id, i.currency, i.hold_id)
  ) then
    raise exception 'a delivery is of a buyer, from a wallet and of a hold of its account'
      using errcode = '23503', constraint = 'deliveries_stay_in_their_account';
  end if;
  return null;
end
$$;
create trigger delivery_in_its_account after insert on delivery
  referencing new table as inserted for each statement execute function deliveries_stay_in_their_account();
create trigger buyer_no_delete before delete on buyer for each row execute function reject_mutation();
create trigger buyer_no_truncate before truncate on buyer for each statement execute function reject_mutation();
create trigger buyer_keeps_its_identity before update on buyer for each row
  when (old.id <> new.id or old.account_id <> new.account_id) execute function reject_mutation();

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

-- What came of one lead of a call, on its way into the tables. Rung and refusal: exactly one of them. Balance, version
-- and hash are those of the wallet right after it.
create type decided_lead as (
  ordinal int, delivery_id text, buyer_id text, lead_id text, price_minor bigint, labels jsonb, idempotency_key text,
  request_hash bytea, rung text, refusal text, available bigint, balance bigint, version bigint, hash bytea,
  at timestamptz
);

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
set enable_material = off set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict use_column
declare
  v_book book_account%rowtype;
  v_item record;
  v_decision record;
  v_decided decided_lead[] := '{}';
  -- The wallet as the leads decided so far leave it.
  v_balance bigint;
  v_version bigint;
  v_head bytea;
  v_at timestamptz;
  v_available bigint;
  v_topping_up boolean;
  -- Buyers with caps, what they have spent by now, and what their open holds reserve. A call's leads all count for the
  -- day in which it began.
  v_cap_left bigint;
  v_spender int;
  v_spent buyer_spending;
  v_spenders text[] := '{}';
  v_spendings buyer_spending[] := '{}';
  v_reserved bigint[] := '{}';
  v_revenue bigint;
begin
  -- The one lock: everything below is decided under it.
  select b.* into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b;
  if not found then
    return query select i::int, 'buyer_unknown', null, null, null, null, null::bigint, null::bigint, null::boolean,
      null::timestamptz from generate_series(1, cardinality(p_delivery_ids)) as i;
    return;
  end if;
  v_balance := v_book.balance;
  v_version := v_book.version;
  v_head := v_book.head_hash;
  v_at := v_book.last_at;

  -- A new statement, so a new snapshot: it sees what whoever held the lock before has committed. Each look-up names
  -- the columns of one unique index, and `offset 0` keeps it a look-up for each item.
  for v_item in
    select i.ordinal::int as ordinal, i.delivery_id, i.buyer_id, i.lead_id, i.price_minor, i.currency, i.labels,
      i.idempotency_key, i.request_hash,
      b.mechanism, b.daily_cap_minor, b.monthly_cap_minor, b.known as buyer_known, b.paused,
      k.id as key_id, k.request_hash as key_hash,
      l.id as lead_delivery_id, l.price_minor as lead_price, l.currency as lead_currency
    from unnest(p_delivery_ids, p_buyer_ids, p_external_ids, p_lead_ids, p_prices, p_currencies, p_labels, p_keys,
      p_hashes) with ordinality as i (
        delivery_id, buyer_id, external_id, lead_id, price_minor, currency, labels, idempotency_key, request_hash,
        ordinal)
    left join lateral (
      select b.mechanism, b.daily_cap_minor, b.monthly_cap_minor,
        b.account_id = p_account_id and b.wallet_id = p_wallet_id
          and (i.external_id is null or i.external_id is not distinct from b.external_id) as known,
        exists (select from pause_reason p where p.buyer_id = b.id and p.closed_at is null) as paused
      from buyer b where b.id = i.buyer_id offset 0
    ) b on true
    left join lateral (
      select d.id, d.request_hash from delivery d
      where d.account_id = p_account_id and d.idempotency_key = i.idempotency_key offset 0
    ) k on true
    left join lateral (
      select d.id, d.price_minor, d.currency from delivery d
      where d.buyer_id = i.buyer_id and d.lead_id = i.lead_id and d.outcome in ('pending', 'delivered', 'returned')
      offset 0
    ) l on true
  loop
    if v_item.key_id is not null or v_item.lead_delivery_id is not null or v_item.buyer_known is not true
        or v_item.currency <> v_book.currency then
      ordinal := v_item.ordinal;
      delivery_id := coalesce(v_item.key_id, case when v_item.buyer_known then v_item.lead_delivery_id end);
      status := case
        when v_item.key_hash = v_item.request_hash then 'replayed'
        when v_item.key_id is not null then 'key_reused'
        when v_item.buyer_known is not true then 'buyer_unknown'
        when v_item.lead_price = v_item.price_minor and v_item.lead_currency = v_item.currency then 'replayed'
        when v_item.lead_delivery_id is not null then 'price_conflict'
        else 'currency_mismatch' end;
      return next; continue;
    end if;

    v_at := greatest(clock_timestamp(), v_at + interval '1 microsecond');
    v_cap_left := null;
    if v_item.daily_cap_minor is not null or v_item.monthly_cap_minor is not null then
      v_spender := array_position(v_spenders, v_item.buyer_id);
      if v_spender is null then
        v_spenders := v_spenders || v_item.buyer_id;
        v_spender := cardinality(v_spenders);
        v_spendings[v_spender] := spending_of(p_account_id, v_item.buyer_id, v_at);
        v_reserved[v_spender] := held_for(v_item.buyer_id);
      end if;
      v_spent := v_spendings[v_spender];
      v_cap_left := least(v_item.daily_cap_minor - v_spent.day_spent_minor,
        v_item.monthly_cap_minor - v_spent.month_spent_minor) - v_reserved[v_spender];
    end if;
    v_available := v_balance - v_book.held;
    v_decision := decide_funding(v_item.mechanism, v_item.paused, v_cap_left, v_available, v_book.min_available,
      v_item.price_minor);
    if v_decision.rung is not null then
      v_balance := v_balance - v_item.price_minor;
      v_version := v_version + 1;
      v_head := entry_hash(v_head, v_book.id, v_version, -v_item.price_minor, v_balance, v_at,
        'delivery:' || v_item.delivery_id);
      if v_cap_left is not null then
        v_spent.day_spent_minor := v_spent.day_spent_minor + v_item.price_minor;
        v_spent.month_spent_minor := v_spent.month_spent_minor + v_item.price_minor;
        v_spendings[v_spender] := v_spent;
      end if;
    elsif v_topping_up is null then
      v_topping_up := exists (select from top_up t where t.wallet_id = p_wallet_id and t.ended_at is null);
    end if;
    v_decided := array_append(v_decided, (v_item.ordinal, v_item.delivery_id, v_item.buyer_id, v_item.lead_id,
      v_item.price_minor, v_item.labels, v_item.idempotency_key, v_item.request_hash, v_decision.rung,
      v_decision.refusal, v_available, v_balance, v_version, v_head, v_at)::decided_lead);
  end loop;

  if cardinality(v_decided) = 0 then
    return;
  end if;
  if cardinality(v_spenders) > 0 then
    perform keep_spending(v_spendings);
  end if;
  v_revenue := open_book(p_account_id, 'lead_revenue', '', v_book.currency);
  return query
  with decided as materialized (
    select d.*, case when d.rung is not null then nextval('book_tx_id_seq') end as tx_id from unnest(v_decided) as d
  ), deliveries as (
    insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
        refusal_code, balance_after_minor, available_seen_minor, version_seen, labels, idempotency_key, request_hash,
        created_at)
      select d.delivery_id, p_account_id, d.buyer_id, p_wallet_id, d.lead_id, d.price_minor, v_book.currency,
        case when d.rung is null then 'refused' else 'delivered' end, d.rung, d.refusal,
        case when d.rung is not null then d.balance end, d.available, d.version, d.labels, d.idempotency_key,
        d.request_hash, d.at
      from decided d
  ), transactions as (
    insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
      select d.tx_id, p_account_id, 'delivery:' || d.delivery_id, 'delivery', d.delivery_id, d.at
      from decided d where d.rung is not null
  ), entries as (
    insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
        version, prev_version, balance_before, balance_after, hash, created_at)
      select d.tx_id, 1, p_account_id, v_book.id, v_book.currency, -d.price_minor,
        d.version, nullif(d.version - 1, 0), d.balance + d.price_minor, d.balance, d.hash, d.at
      from decided d where d.rung is not null
      union all
      select d.tx_id, 2, p_account_id, v_revenue, v_book.currency, d.price_minor, null, null, null, null, null, d.at
      from decided d where d.rung is not null
  ), book as (
    update book_account b set balance = v_balance, version = v_version, head_hash = v_head, last_at = v_at
      where b.id = v_book.id
  )
  select d.ordinal, 'decided', d.delivery_id, case when d.rung is null then 'refused' else 'delivered' end, d.rung,
    d.refusal, case when d.rung is not null then d.balance end, d.available,
    case when d.rung is null then v_topping_up end, d.at
  from decided d;
end
$$;
