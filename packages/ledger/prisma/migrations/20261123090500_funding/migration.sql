-- Who pays for a lead: now with what a failing charge changes. Pauses have two effects, a buyer may be trusted while its
-- failed charge is retried, and each draw looks after its wallet: low balance, automatic top-up.

drop function decide_funding(text, boolean, bigint, bigint, bigint, bigint);

-- The funding decision: which rung pays for a lead, or why none does. Posting and eligibility both ask it.
-- p_cap_left: what the buyer may still spend in its day and month; null where it has no cap. p_trust_left: what it may
-- still owe; null where it is not trusted. pauses: the refusal also pauses the buyer, because what was left is used up
-- (`exhausted`) or because it may owe no more (`exposure_limit_reached`).
-- src/deliveries/decide-funding.ts is the oracle of its property test.
create function decide_funding(
  p_mechanism text, p_paused boolean, p_pauses_when_exhausted boolean, p_cap_left bigint, p_available bigint,
  p_floor bigint, p_trust_left bigint, p_price bigint,
  out rung text, out refusal text, out pauses text
) language plpgsql immutable parallel safe as $$
begin
  if p_paused then
    refusal := 'delivery_paused';
  elsif p_mechanism <> 'wallet' then
    refusal := 'mechanism_not_available';
  elsif p_price > p_cap_left then
    refusal := 'spending_cap_reached';
  elsif p_available - p_price >= p_floor then
    rung := 'wallet';
  elsif p_pauses_when_exhausted then
    refusal := 'delivery_paused';
    pauses := 'exhausted';
  elsif p_trust_left is null then
    refusal := 'insufficient_funds';
  elsif p_price <= p_trust_left then
    rung := 'trust';
  else
    refusal := 'delivery_paused';
    pauses := 'exposure_limit_reached';
  end if;
end
$$;

-- A buyer that is trusted, and the book of what it owes as the leads decided so far leave it.
create type trust_line as (
  book_account_id bigint, balance bigint, version bigint, head_hash bytea, last_at timestamptz, limit_minor bigint
);

-- Whether a buyer receives leads on trust: only while a charge of its own policy `continue` is queued for retry, so that
-- no lead is ever delivered on credit that does not exist. Locks the book of what it owes; under the wallet's lock, as
-- everything that locks both takes the wallet first. All null where it is not trusted.
create function trust_of(p_account_id text, p_buyer_id text, p_currency text) returns trust_line language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  v_trust trust_line;
begin
  if exists (
    select from affected_buyer a join charge c on c.id = a.charge_id
    where a.buyer_id = p_buyer_id and a.closed_at is null and a.policy = 'continue'
      and c.status = 'open' and c.retry_state in ('scheduled', 'trying', 'follows')
  ) then
    v_trust.book_account_id := open_book(p_account_id, 'receivable', p_buyer_id, p_currency);
    select b.balance, b.version, b.head_hash, b.last_at
      into v_trust.balance, v_trust.version, v_trust.head_hash, v_trust.last_at
      from book_account b where b.id = v_trust.book_account_id for no key update;
    v_trust.limit_minor := exposure_limit(p_buyer_id);
  end if;
  return v_trust;
end
$$;

-- What a buyer may owe for leads delivered on trust: its own limit, else its account's.
create function exposure_limit(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce(b.exposure_limit_minor, limit_in_currency(a.default_exposure_limit_minor, a.currency, b.currency))
    from buyer b join account a on a.id = b.account_id where b.id = p_buyer_id
$$;

-- The pause that a lead brought about: in the transaction that refuses the lead, so that none slips through after it.
create function pause_by_lead(p_account_id text, p_buyer_id text, p_pauses text) returns void language plpgsql as $$
begin
  if p_pauses = 'exhausted' then
    update pause_reason set effect = 'pause'
      where buyer_id = p_buyer_id and closed_at is null and effect = 'pause_when_exhausted';
  else
    insert into pause_reason (id, account_id, buyer_id, reason) values (new_id('rsn'), p_account_id, p_buyer_id, p_pauses)
      on conflict do nothing;
  end if;
end
$$;

-- What came of one lead of a call, on its way into the tables. Rung and refusal: exactly one of them. Wallet balance and
-- version are those right after it; book, balance, version and hash those of the book that pays: the wallet's, or
-- that of what the buyer owes.
drop type decided_lead;
create type decided_lead as (
  ordinal int, delivery_id text, buyer_id text, lead_id text, price_minor bigint, labels jsonb, idempotency_key text,
  request_hash bytea, rung text, refusal text, available bigint, wallet_balance bigint, wallet_version bigint,
  book_account_id bigint, balance bigint, version bigint, hash bytea, at timestamptz
);

-- As before, and: a lead that does not fit may be delivered on trust, or pause its buyer; after the leads the wallet's
-- low balance and automatic top-up are looked at. A wallet without either costs what it did: both stand in the row
-- that the lock reads anyway.
create or replace function deliver_leads(
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
  v_book record;
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
  -- Buyers of this call whose leads the wallet could not pay for: what they may owe, and what they owe by now.
  v_trust trust_line;
  v_debtor int;
  v_debtors text[] := '{}';
  v_trusts trust_line[] := '{}';
  v_paused text[] := '{}';
  v_pause text;
begin
  -- The one lock: everything below is decided under it.
  select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
    from wallet w join book_account b on b.id = w.book_account_id
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
      b.mechanism, b.daily_cap_minor, b.monthly_cap_minor, b.known as buyer_known, b.pause_effect,
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
        -- The stronger of the two effects comes first.
        (select min(p.effect) from pause_reason p where p.buyer_id = b.id and p.closed_at is null) as pause_effect
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
    -- A pause that an earlier lead of this call opened is not in what the loop reads.
    v_pause := case when v_item.buyer_id = any (v_paused) then 'pause' else coalesce(v_item.pause_effect, '') end;
    v_decision := decide_funding(v_item.mechanism, v_pause = 'pause', v_pause = 'pause_when_exhausted', v_cap_left,
      v_available, v_book.min_available, null, v_item.price_minor);
    if v_decision.refusal = 'insufficient_funds' then
      -- Only now, as only few leads come this far: is the buyer trusted for it?
      v_debtor := array_position(v_debtors, v_item.buyer_id);
      if v_debtor is null then
        v_debtors := v_debtors || v_item.buyer_id;
        v_debtor := cardinality(v_debtors);
        v_trusts[v_debtor] := trust_of(p_account_id, v_item.buyer_id, v_book.currency);
      end if;
      v_trust := v_trusts[v_debtor];
      if v_trust.book_account_id is not null then
        v_decision := decide_funding(v_item.mechanism, false, false, v_cap_left, v_available, v_book.min_available,
          v_trust.limit_minor + v_trust.balance, v_item.price_minor);
      end if;
    end if;
    if v_decision.pauses is not null then
      perform pause_by_lead(p_account_id, v_item.buyer_id, v_decision.pauses);
      v_paused := v_paused || v_item.buyer_id;
      -- The lead is refused within the pause that it brought about, not before it.
      v_at := greatest(clock_timestamp(), v_at);
    end if;
    if v_decision.rung = 'wallet' then
      v_balance := v_balance - v_item.price_minor;
      v_version := v_version + 1;
      v_head := entry_hash(v_head, v_book.id, v_version, -v_item.price_minor, v_balance, v_at,
        'delivery:' || v_item.delivery_id);
    elsif v_decision.rung = 'trust' then
      v_at := greatest(v_at, v_trust.last_at + interval '1 microsecond');
      v_trust.balance := v_trust.balance - v_item.price_minor;
      v_trust.version := v_trust.version + 1;
      v_trust.head_hash := entry_hash(v_trust.head_hash, v_trust.book_account_id, v_trust.version, -v_item.price_minor,
        v_trust.balance, v_at, 'delivery:' || v_item.delivery_id);
      v_trust.last_at := v_at;
      v_trusts[v_debtor] := v_trust;
    elsif v_topping_up is null then
      v_topping_up := exists (select from top_up t where t.wallet_id = p_wallet_id and t.ended_at is null);
    end if;
    if v_decision.rung is not null and v_cap_left is not null then
      v_spent.day_spent_minor := v_spent.day_spent_minor + v_item.price_minor;
      v_spent.month_spent_minor := v_spent.month_spent_minor + v_item.price_minor;
      v_spendings[v_spender] := v_spent;
    end if;
    if v_decision.rung = 'trust' then
      v_decided := array_append(v_decided, (v_item.ordinal, v_item.delivery_id, v_item.buyer_id, v_item.lead_id,
        v_item.price_minor, v_item.labels, v_item.idempotency_key, v_item.request_hash, v_decision.rung,
        v_decision.refusal, v_available, v_balance, v_version, v_trust.book_account_id, v_trust.balance,
        v_trust.version, v_trust.head_hash, v_at)::decided_lead);
    else
      v_decided := array_append(v_decided, (v_item.ordinal, v_item.delivery_id, v_item.buyer_id, v_item.lead_id,
        v_item.price_minor, v_item.labels, v_item.idempotency_key, v_item.request_hash, v_decision.rung,
        v_decision.refusal, v_available, v_balance, v_version, v_book.id, v_balance, v_version, v_head,
        v_at)::decided_lead);
    end if;
  end loop;

  if cardinality(v_decided) = 0 then
    return;
  end if;
  if cardinality(v_spenders) > 0 then
    perform keep_spending(v_spendings);
  end if;
  if cardinality(v_debtors) > 0 then
    update book_account b
      set balance = t.balance, version = t.version, head_hash = t.head_hash, last_at = t.last_at
      from unnest(v_trusts) as t where b.id = t.book_account_id and b.version < t.version;
  end if;
  v_available := v_balance - v_book.held;
  if v_book.low_balance_since is null and v_available <= v_book.low_balance_minor then
    perform keep_low_balance(p_wallet_id, v_available);
  end if;
  -- Two steps: `null and f()` would call the function for every wallet without a rule.
  if v_available <= v_book.auto_top_up_at_minor then
    if start_auto_top_up(p_wallet_id, v_available) is not null then
      v_topping_up := true;
    end if;
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
        case when d.rung is not null then d.wallet_balance end, d.available, d.wallet_version, d.labels, d.idempotency_key,
        d.request_hash, d.at
      from decided d
  ), transactions as (
    insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
      select d.tx_id, p_account_id, 'delivery:' || d.delivery_id, 'delivery', d.delivery_id, d.at
      from decided d where d.rung is not null
  ), entries as (
    insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
        version, prev_version, balance_before, balance_after, hash, created_at)
      select d.tx_id, 1, p_account_id, d.book_account_id, v_book.currency, -d.price_minor,
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
    d.refusal, case when d.rung is not null then d.wallet_balance end, d.available,
    case when d.rung is null then v_topping_up end, d.at
  from decided d;
end
$$;

-- As before, and: it may pause a buyer that delivers what is left, and what it reserves counts as gone for the low balance
-- and the automatic top-up.
create or replace function place_hold(
  p_account_id text, p_hold_id text, p_buyer_id text, p_lead_id text, p_amount bigint, p_currency text,
  p_lifetime interval, p_key text, p_hash bytea,
  out status text, out hold_id text
) language plpgsql as $$
#variable_conflict use_column
declare
  v_buyer buyer%rowtype;
  v_book record;
  v_known record;
  v_decision record;
  v_available bigint;
  v_paused boolean;
  v_pauses_when_exhausted boolean;
  v_spent buyer_spending;
  v_cap_left bigint;
  v_at timestamptz;
begin
  select * into v_buyer from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
  if not found then
    status := 'buyer_unknown';
    return;
  end if;
  select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
    from wallet w join book_account b on b.id = w.book_account_id
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
  select coalesce(bool_or(p.effect = 'pause'), false), coalesce(bool_or(p.effect = 'pause_when_exhausted'), false)
    into v_paused, v_pauses_when_exhausted
    from pause_reason p where p.buyer_id = p_buyer_id and p.closed_at is null;
  -- Money is reserved or it is not: nothing is held on trust.
  v_decision := decide_funding(v_buyer.mechanism, v_paused, v_pauses_when_exhausted, v_cap_left,
    v_book.balance - v_book.held, v_book.min_available, null, p_amount);
  if v_decision.pauses is not null then
    perform pause_by_lead(p_account_id, p_buyer_id, v_decision.pauses);
  end if;
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
  v_available := v_book.balance - v_book.held - case when v_decision.rung is null then 0 else p_amount end;
  if v_book.low_balance_since is null and v_available <= v_book.low_balance_minor then
    perform keep_low_balance(v_buyer.wallet_id, v_available);
  end if;
  if v_available <= v_book.auto_top_up_at_minor then
    perform start_auto_top_up(v_buyer.wallet_id, v_available);
  end if;
  status := 'decided';
  hold_id := p_hold_id;
end
$$;
