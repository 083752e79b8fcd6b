-- Who pays for a lead, for every mechanism: wallet, card on file, credit, manual billing, trust, or nobody, and why.

drop function decide_funding(text, boolean, boolean, bigint, bigint, bigint, bigint, bigint);

-- The funding decision: which rung pays for a lead and why, or why none does. Posting and eligibility both ask it.
-- p_cap_left: what the buyer may still spend in its day and month; null where it has no cap. p_trust_left: what it may
-- still owe for leads on trust; null where it is not trusted. p_credit_left: what it may still owe on net terms or manual
-- billing; null where there is no limit. p_card: `usable`, `closed` (it was declined and that is not resolved), `none`;
-- null where no card may be charged for a lead. pauses: the refusal also pauses the buyer, because what was left is used
-- up (`exhausted`) or because it may owe no more (`exposure_limit_reached`).
-- src/deliveries/decide-funding.ts is the oracle of its property test.
create function decide_funding(
  p_mechanism text, p_paused boolean, p_pauses_when_exhausted boolean, p_cap_left bigint, p_available bigint,
  p_floor bigint, p_card text, p_card_minimum bigint, p_credit_left bigint, p_trust_left bigint, p_price bigint,
  out rung text, out why text, out refusal text, out pauses text
) language plpgsql immutable parallel safe as $$
begin
  if p_paused then
    refusal := 'delivery_paused';
  elsif p_price > p_cap_left then
    refusal := 'spending_cap_reached';
  elsif p_mechanism = 'wallet' and p_available - p_price >= p_floor then
    rung := 'wallet';
  elsif p_pauses_when_exhausted then
    refusal := 'delivery_paused';
    pauses := 'exhausted';
  elsif p_mechanism in ('net_terms', 'manual') then
    if p_price > p_credit_left then
      refusal := 'credit_limit_reached';
    elsif p_mechanism = 'net_terms' then
      rung := 'credit';
      why := 'within_credit_limit';
    else
      rung := 'manual';
      why := 'manual_billing';
    end if;
  elsif p_card = 'usable' and p_price >= p_card_minimum then
    rung := 'card';
    why := case p_mechanism when 'wallet' then 'wallet_short' else 'direct_charge' end;
  elsif p_price <= p_trust_left then
    rung := 'trust';
    why := 'trusted_while_retrying';
  elsif p_trust_left is not null then
    refusal := 'delivery_paused';
    pauses := 'exposure_limit_reached';
  elsif p_mechanism = 'wallet' then
    refusal := 'insufficient_funds';
  else
    refusal := case p_card
      when 'usable' then 'price_below_card_minimum' when 'closed' then 'card_declined' else 'no_payment_method' end;
  end if;
end
$$;

-- What the decision needs beyond the wallet, and the card that would be charged.
create type funding_facts as (
  card text, card_minimum bigint, credit_left bigint, trust_left bigint, payment_method_id text, stripe_customer_id text
);

-- Reads and locks nothing: for who has locked, and for eligibility. A card is closed while an incident of it is open that
-- says something about the card (a sum that is too large says nothing), while it is blocked, and while the card networks'
-- limit of declined attempts is used up; an expired one is none.
create function funding_facts_of(p_account_id text, p_buyer_id text, p_currency text) returns funding_facts
language plpgsql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  v_buyer record;
  v_card record;
  v_facts funding_facts;
begin
  select b.mechanism, b.fallback_to_card, b.credit_limit_minor, b.stripe_customer_id, coalesce((
      select r.balance from book_account r where r.account_id = p_account_id and r.kind = 'receivable'
        and r.owner_id = b.id and r.currency = p_currency), 0) as balance
    into v_buyer from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
  if not found then
    return null;
  end if;
  if v_buyer.mechanism in ('net_terms', 'manual') then
    -- A missing credit limit is zero on net terms; who bills by hand decides himself how far he goes.
    v_facts.credit_left := case
      when v_buyer.mechanism = 'net_terms' then coalesce(v_buyer.credit_limit_minor, 0) + v_buyer.balance
      else v_buyer.credit_limit_minor + v_buyer.balance end;
    return v_facts;
  end if;
  v_facts.trust_left := trust_left(p_buyer_id);
  if v_buyer.mechanism = 'direct_charge' or v_buyer.fallback_to_card then
    select c.card_minimum_minor into strict v_facts.card_minimum from currency c where c.code = p_currency;
    v_facts.stripe_customer_id := v_buyer.stripe_customer_id;
    select m.id, coalesce(m.fingerprint, m.id) as fingerprint into v_card from payment_method m
      where m.account_id = p_account_id and coalesce(m.buyer_id, '') = p_buyer_id and m.is_default
        and make_date(m.exp_year, m.exp_month, 1) + interval '1 month' > now() at time zone 'UTC';
    v_facts.payment_method_id := v_card.id;
    v_facts.card := case
      when v_card.id is null or v_buyer.stripe_customer_id is null then 'none'
      when exists (
          select from card_incident i join charge c on c.incident_id = i.id
          where i.account_id = p_account_id and i.fingerprint = v_card.fingerprint and i.closed_at is null
            and coalesce(c.decline_class, '') not in ('amount', 'duplicate'))
        or exists (select from card_budget g where g.fingerprint = v_card.fingerprint and g.blocked_until > clock_timestamp())
        or 10 <= (select count(*) from charge_attempt a
          where a.fingerprint = v_card.fingerprint and a.outcome = 'declined'
            and a.started_at > clock_timestamp() - interval '30 days')
        then 'closed'
      else 'usable' end;
  end if;
  return v_facts;
end
$$;

-- The book of what a buyer owes as the leads decided so far leave it, under its lock. Under the wallet's lock, as
-- everything that locks both takes the wallet first.
drop function trust_of(text, text, text);
drop type trust_line cascade;
create type debt_line as (book_account_id bigint, balance bigint, version bigint, head_hash bytea, last_at timestamptz);

create function lock_debt(p_account_id text, p_buyer_id text, p_currency text) returns debt_line language plpgsql as $$
declare
  v_debt debt_line;
begin
  v_debt.book_account_id := open_book(p_account_id, 'receivable', p_buyer_id, p_currency);
  select b.balance, b.version, b.head_hash, b.last_at
    into v_debt.balance, v_debt.version, v_debt.head_hash, v_debt.last_at
    from book_account b where b.id = v_debt.book_account_id for no key update;
  return v_debt;
end
$$;

-- The charge of a lead that a card pays for, and the message that starts collecting it, in the transaction that decided.
create function charge_lead(
  p_account_id text, p_delivery_id text, p_payment_method_id text, p_stripe_customer_id text
) returns void language plpgsql as $$
declare
  v_delivery delivery%rowtype;
  v_charge_id text := new_id('chg');
begin
  select * into strict v_delivery from delivery where id = p_delivery_id and account_id = p_account_id;
  insert into charge (id, account_id, purpose, delivery_id, buyer_id, payment_method_id, stripe_customer_id, amount_minor,
      currency, status)
    values (v_charge_id, p_account_id, 'lead', p_delivery_id, v_delivery.buyer_id, p_payment_method_id,
      p_stripe_customer_id, v_delivery.price_minor, v_delivery.currency, 'open');
  -- Due in a while: whoever asked starts the process itself, at once; this is for the case that it died.
  insert into outbox (id, kind, subject_id, due_at, payload)
    values (new_id('out'), 'start_lead_charge', v_charge_id, clock_timestamp() + interval '7 seconds', jsonb_build_object(
      'chargeId', v_charge_id, 'deliveryId', p_delivery_id, 'accountId', p_account_id, 'walletId', v_delivery.wallet_id,
      'buyerId', v_delivery.buyer_id, 'leadId', v_delivery.lead_id, 'amountMinor', v_delivery.price_minor,
      'currency', v_delivery.currency));
end
$$;

-- What came of one lead of a call, on its way into the tables. Rung and refusal: exactly one of them. Wallet balance and
-- version are those right after it; book, balance, version and hash those of the book that pays: the wallet's, or
-- that of what the buyer owes. A card pays later, from no book.
drop type decided_lead;
create type decided_lead as (
  ordinal int, delivery_id text, buyer_id text, lead_id text, price_minor bigint, labels jsonb, idempotency_key text,
  request_hash bytea, rung text, why text, refusal text, available bigint, wallet_balance bigint, wallet_version bigint,
  book_account_id bigint, balance bigint, version bigint, hash bytea, at timestamptz
);

-- As before, for every mechanism: what the wallet does not pay is looked at again with what the buyer may owe and with its
-- card. A lead that a card pays for is pending, with its charge. A lead that the wallet pays for costs what it did.
drop function deliver_leads(text, text, text[], text[], text[], text[], bigint[], text[], jsonb[], text[], bytea[]);
create function deliver_leads(
  p_account_id text, p_wallet_id text, p_delivery_ids text[], p_buyer_ids text[], p_external_ids text[],
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
  select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
    from wallet w join book_account b on b.id = w.book_account_id
    where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b;
  if not found then
    return query select i::int, 'buyer_unknown', null, null, null, null, null, null::bigint, null::bigint, null::boolean,
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

-- As before. What is held is money of a wallet: a buyer that pays for leads in another way has none to reserve.
create or replace function place_hold(
  p_account_id text, p_hold_id text, p_buyer_id text, p_lead_id text, p_amount bigint, p_currency text,
  p_lifetime interval, p_key text, p_hash bytea,
  out status text, out hold_id text
) language plpgsql as $$
#variable_conflict use_column
declare
  v_buyer buyer%rowtype;
  v_book record;
  v_wallet_id text;
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
  loop
    v_wallet_id := v_buyer.wallet_id;
    select b.*, w.auto_top_up_at_minor, w.low_balance_minor, w.low_balance_since into v_book
      from wallet w join book_account b on b.id = w.book_account_id
      where w.id = v_wallet_id for no key update of b;
    -- Read again under the lock: a pause or a cap may have been committed meanwhile, or the buyer may draw on another
    -- wallet by now, which is locked then as well.
    select * into v_buyer from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
    exit when v_buyer.wallet_id = v_wallet_id;
  end loop;
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
  -- Money is reserved or it is not: nothing is held on trust, on credit or on a card.
  v_decision := decide_funding('wallet', v_paused, v_pauses_when_exhausted, v_cap_left,
    v_book.balance - v_book.held, v_book.min_available, null, null, null, null, p_amount);
  if v_buyer.mechanism <> 'wallet' and not v_paused then
    v_decision.rung := null;
    v_decision.refusal := 'mechanism_not_available';
    v_decision.pauses := null;
  end if;
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

drop function eligibility_of(text, text[], bigint, text);

-- One row for each buyer asked for, in order. currency is null where the account has no such buyer; rung and refusal are
-- null as well where the price is in another currency. usable_minor: what the wallet can pay down to its floor.
create function eligibility_of(p_account_id text, p_buyer_ids text[], p_price bigint, p_currency text)
returns table (
  ordinal int, currency text, rung text, why text, refusal text, available_minor bigint, usable_minor bigint,
  spent_last_day_minor bigint, top_up_in_progress boolean
) language sql stable as $$
  with asked as (
    select i.ordinal::int as ordinal, b.id as buyer_id, b.wallet_id, b.mechanism, k.currency,
      k.balance - k.held as available, k.min_available,
      (select min(p.effect) from pause_reason p where p.buyer_id = b.id and p.closed_at is null) as pause_effect
    from unnest(p_buyer_ids) with ordinality as i (buyer_id, ordinal)
    left join buyer b on b.id = i.buyer_id and b.account_id = p_account_id
    left join wallet w on w.id = b.wallet_id
    left join book_account k on k.id = w.book_account_id
  ), wallets as materialized (
    select a.wallet_id, spent_last_day(a.wallet_id) as spent,
      exists (select from top_up t where t.wallet_id = a.wallet_id and t.ended_at is null) as topping_up
    from (select distinct a.wallet_id from asked a where a.wallet_id is not null) a
  )
  select a.ordinal, a.currency, d.rung, d.why, d.refusal, a.available, a.available - a.min_available, s.spent, s.topping_up
  from asked a
  left join wallets s on s.wallet_id = a.wallet_id
  left join lateral funding_facts_of(p_account_id, a.buyer_id, a.currency) as f on a.currency = p_currency
  left join lateral decide_funding(a.mechanism, coalesce(a.pause_effect = 'pause', false),
    coalesce(a.pause_effect = 'pause_when_exhausted', false), cap_left(a.buyer_id), a.available, a.min_available,
    f.card, f.card_minimum, f.credit_left, f.trust_left, p_price) as d on a.currency = p_currency
  order by a.ordinal
$$;
