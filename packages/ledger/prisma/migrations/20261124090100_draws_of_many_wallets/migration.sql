-- Draws on several wallets in one round trip, for a process that has many of them waiting.

-- As before, and p_wait says what to do while somebody else holds the wallet: wait for it, or answer `wallet_busy` for
-- every lead at once, with nothing decided. status also has `wallet_busy` therefore.
drop function deliver_leads(text, text, text[], text[], text[], text[], bigint[], text[], jsonb[], text[], bytea[]);
create function deliver_leads(
  p_account_id text, p_wallet_id text, p_wait boolean, p_delivery_ids text[], p_buyer_ids text[], p_external_ids text[],
  p_lead_ids text[], p_prices bigint[], p_currencies text[], p_labels jsonb[], p_keys text[], p_hashes bytea[]
) returns table (
  ordinal int, status text, delivery_id text, outcome text, funded_by text, funding_reason text, refusal_code text,
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
  v_missed text;
  -- Buyers of this call whose leads the wallet does not pay for: what else may pay, and the books of what they owe.
  v_fact funding_facts;
  v_debt debt_line;
  v_debtor int;
  v_debtors text[] := '{}';
  v_facts funding_facts[] := '{}';
  v_debts debt_line[] := '{}';
  -- Leads that a card pays for.
  v_carded text[] := '{}';
  v_cards text[] := '{}';
  v_customers text[] := '{}';
  v_paused text[] := '{}';
  v_pause text;
begin
  -- The one lock: everything below is decided under it.
  if p_wait then
    select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
      from wallet w join book_account b on b.id = w.book_account_id
      where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b;
  else
    select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
      from wallet w join book_account b on b.id = w.book_account_id
      where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b skip locked;
  end if;
  if not found then
    v_missed := case
      when not p_wait and exists (select from wallet w where w.id = p_wallet_id and w.account_id = p_account_id)
      then 'wallet_busy' else 'buyer_unknown' end;
    return query select i::int, v_missed, null, null, null, null, null, null::bigint, null::bigint, null::boolean,
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
      v_available, v_book.min_available, null, null, 0, null, v_item.price_minor);
    v_debtor := null;
    if v_decision.refusal in ('insufficient_funds', 'credit_limit_reached', 'no_payment_method') then
      -- Only now, as only few leads of wallets come this far: may the buyer owe it, or may its card be charged?
      v_debtor := array_position(v_debtors, v_item.buyer_id);
      if v_debtor is null then
        v_debtors := v_debtors || v_item.buyer_id;
        v_debtor := cardinality(v_debtors);
        v_debt := null;
        v_fact := funding_facts_of(p_account_id, v_item.buyer_id, v_book.currency);
        if v_item.mechanism in ('net_terms', 'manual') or v_fact.trust_left is not null then
          -- Read again under the lock: a payment may have changed what is owed.
          v_debt := lock_debt(p_account_id, v_item.buyer_id, v_book.currency);
          v_fact := funding_facts_of(p_account_id, v_item.buyer_id, v_book.currency);
        end if;
        v_debts[v_debtor] := v_debt;
        v_facts[v_debtor] := v_fact;
      end if;
      v_fact := v_facts[v_debtor];
      v_debt := v_debts[v_debtor];
      v_decision := decide_funding(v_item.mechanism, false, v_pause = 'pause_when_exhausted', v_cap_left, v_available,
        v_book.min_available, v_fact.card, v_fact.card_minimum, v_fact.credit_left, v_fact.trust_left, v_item.price_minor);
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
    elsif v_decision.rung = 'card' then
      v_carded := v_carded || v_item.delivery_id;
      v_cards := v_cards || v_fact.payment_method_id;
      v_customers := v_customers || v_fact.stripe_customer_id;
    elsif v_decision.rung is not null then
      v_at := greatest(v_at, v_debt.last_at + interval '1 microsecond');
      v_debt.balance := v_debt.balance - v_item.price_minor;
      v_debt.version := v_debt.version + 1;
      v_debt.head_hash := entry_hash(v_debt.head_hash, v_debt.book_account_id, v_debt.version, -v_item.price_minor,
        v_debt.balance, v_at, 'delivery:' || v_item.delivery_id);
      v_debt.last_at := v_at;
      v_debts[v_debtor] := v_debt;
      v_fact.credit_left := v_fact.credit_left - v_item.price_minor;
      v_fact.trust_left := v_fact.trust_left - v_item.price_minor;
      v_facts[v_debtor] := v_fact;
    elsif v_topping_up is null then
      v_topping_up := exists (select from top_up t where t.wallet_id = p_wallet_id and t.ended_at is null);
    end if;
    if v_decision.rung is not null and v_cap_left is not null then
      v_spent.day_spent_minor := v_spent.day_spent_minor + v_item.price_minor;
      v_spent.month_spent_minor := v_spent.month_spent_minor + v_item.price_minor;
      v_spendings[v_spender] := v_spent;
    end if;
    if v_decision.rung in ('credit', 'manual', 'trust') then
      v_decided := array_append(v_decided, (v_item.ordinal, v_item.delivery_id, v_item.buyer_id, v_item.lead_id,
        v_item.price_minor, v_item.labels, v_item.idempotency_key, v_item.request_hash, v_decision.rung,
        v_decision.why, v_decision.refusal, v_available, v_balance, v_version, v_debt.book_account_id, v_debt.balance,
        v_debt.version, v_debt.head_hash, v_at)::decided_lead);
    else
      v_decided := array_append(v_decided, (v_item.ordinal, v_item.delivery_id, v_item.buyer_id, v_item.lead_id,
        v_item.price_minor, v_item.labels, v_item.idempotency_key, v_item.request_hash, v_decision.rung,
        v_decision.why, v_decision.refusal, v_available, v_balance, v_version, v_book.id, v_balance, v_version, v_head,
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
      from unnest(v_debts) as t where b.id = t.book_account_id and b.version < t.version;
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
    select d.*, case when d.rung <> 'card' then nextval('book_tx_id_seq') end as tx_id,
      case when d.rung is null then 'refused' when d.rung = 'card' then 'pending' else 'delivered' end as outcome
    from unnest(v_decided) as d
  ), deliveries as (
    insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
        funding_reason, refusal_code, balance_after_minor, available_seen_minor, version_seen, labels, idempotency_key,
        request_hash, created_at)
      select d.delivery_id, p_account_id, d.buyer_id, p_wallet_id, d.lead_id, d.price_minor, v_book.currency,
        d.outcome, d.rung, d.why, d.refusal, case when d.rung is not null then d.wallet_balance end, d.available,
        d.wallet_version, d.labels, d.idempotency_key, d.request_hash, d.at
      from decided d
  ), transactions as (
    insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
      select d.tx_id, p_account_id, 'delivery:' || d.delivery_id, 'delivery', d.delivery_id, d.at
      from decided d where d.tx_id is not null
  ), entries as (
    insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
        version, prev_version, balance_before, balance_after, hash, created_at)
      select d.tx_id, 1, p_account_id, d.book_account_id, v_book.currency, -d.price_minor,
        d.version, nullif(d.version - 1, 0), d.balance + d.price_minor, d.balance, d.hash, d.at
      from decided d where d.tx_id is not null
      union all
      select d.tx_id, 2, p_account_id, v_revenue, v_book.currency, d.price_minor, null, null, null, null, null, d.at
      from decided d where d.tx_id is not null
  ), book as (
    update book_account b set balance = v_balance, version = v_version, head_hash = v_head, last_at = v_at
      where b.id = v_book.id
  )
  select d.ordinal, 'decided', d.delivery_id, d.outcome, d.rung, d.why, d.refusal,
    case when d.rung is not null then d.wallet_balance end, d.available,
    case when d.rung is null then v_topping_up end, d.at
  from decided d;
  for i in 1 .. cardinality(v_carded) loop
    perform charge_lead(p_account_id, v_carded[i], v_cards[i], v_customers[i]);
  end loop;
end
$$;

-- deliver_leads for one wallet after the other, in one transaction: p_counts says how many of the leads, in their order,
-- are drawn from each wallet. It never waits for a wallet, so that one that is held for long harms no other, and two such
-- calls never wait for each other in a circle. ordinal counts through all the leads.
create function deliver_leads_of_wallets(
  p_account_ids text[], p_wallet_ids text[], p_counts int[], p_delivery_ids text[], p_buyer_ids text[],
  p_external_ids text[], p_lead_ids text[], p_prices bigint[], p_currencies text[], p_labels jsonb[], p_keys text[],
  p_hashes bytea[]
) returns table (
  ordinal int, status text, delivery_id text, outcome text, funded_by text, funding_reason text, refusal_code text,
  balance_after_minor bigint, available_seen_minor bigint, top_up_in_progress boolean, created_at timestamptz
) language plpgsql as $$
#variable_conflict use_column
declare
  v_before int := 0;
  v_first int;
  v_last int;
begin
  for i in 1 .. cardinality(p_wallet_ids) loop
    v_first := v_before + 1;
    v_last := v_before + p_counts[i];
    return query select v_before + d.ordinal, d.status, d.delivery_id, d.outcome, d.funded_by, d.funding_reason,
        d.refusal_code, d.balance_after_minor, d.available_seen_minor, d.top_up_in_progress, d.created_at
      from deliver_leads(p_account_ids[i], p_wallet_ids[i], false, p_delivery_ids[v_first:v_last],
        p_buyer_ids[v_first:v_last], p_external_ids[v_first:v_last], p_lead_ids[v_first:v_last],
        p_prices[v_first:v_last], p_currencies[v_first:v_last], p_labels[v_first:v_last], p_keys[v_first:v_last],
        p_hashes[v_first:v_last]) as d;
    v_before := v_last;
  end loop;
end
$$;
