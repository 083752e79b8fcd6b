-- Leads that their wallet simply pays for, which is nearly all of them, are posted together instead of decided in turn.

alter function deliver_leads(text, text, boolean, text[], text[], text[], text[], bigint[], text[], jsonb[], text[], bytea[])
  rename to deliver_leads_in_turn;

-- As before to whoever calls it. Where none of a call's leads was seen before, their buyers have nothing but the wallet and
-- neither cap nor pause, nothing else follows from what they take (no warning of a low balance, no automatic top-up), and
-- decide_funding lets the wallet pay their sum, then it would let it pay for each of them in turn: they are posted together.
-- Everything else goes to deliver_leads_in_turn, which decides one after the other. Where both could, both write the same.
--
-- Leads that were posted together are answered by one row, `all_delivered`: it is that of the first lead. Each that
-- follows finds the balance and what is available less by the price before, and comes a microsecond later.
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
  v_plain boolean;
  v_revenue bigint;
  v_book_id bigint;
  v_currency text;
  v_held bigint;
  v_version_before bigint;
  -- The wallet as the leads so far leave it, and as each of them leaves it.
  v_version bigint;
  v_balance bigint;
  v_balances bigint[] := '{}';
  v_head bytea;
  v_heads bytea[] := '{}';
  v_first_at timestamptz;
  v_at timestamptz;
  v_delivery_id text;
  v_count int := 0;
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

  -- A new statement, so a new snapshot: it sees what whoever held the lock before has committed. Each look-up names the
  -- columns of one unique index, and `offset 0` keeps it a look-up for each item.
  if found then
    select
      (decide_funding('wallet', false, false, null, t.available, v_book.min_available, null, null, 0, null, t.price)).rung
          = 'wallet'
        and (t.available - t.price > v_book.low_balance_minor is not false or v_book.low_balance_since is not null)
        and t.available - t.price > v_book.auto_top_up_at_minor is not false
        and not exists (select from unnest(p_currencies) as currency where currency <> v_book.currency)
        and not exists (
          select from (
            select distinct i.buyer_id, i.external_id
            from unnest(p_buyer_ids, p_external_ids) as i (buyer_id, external_id)
          ) i
          left join lateral (
            select b.account_id = p_account_id and b.wallet_id = p_wallet_id and b.mechanism = 'wallet'
              and (i.external_id is null or i.external_id is not distinct from b.external_id)
              and b.daily_cap_minor is null and b.monthly_cap_minor is null
              and (select min(p.effect) from pause_reason p where p.buyer_id = b.id and p.closed_at is null) is null
              as simple
            from buyer b where b.id = i.buyer_id offset 0
          ) b on true
          where b.simple is not true)
        and not exists (
          select from unnest(p_buyer_ids, p_lead_ids) as i (buyer_id, lead_id)
          cross join lateral (
            select from delivery d
            where d.buyer_id = i.buyer_id and d.lead_id = i.lead_id and d.outcome in ('pending', 'delivered', 'returned')
            offset 0
          ) l)
        and (p_keys is null or not exists (
          select from unnest(p_keys) as i (idempotency_key)
          cross join lateral (
            select from delivery d
            where d.account_id = p_account_id and d.idempotency_key = i.idempotency_key offset 0
          ) k)),
      (select b.id from book_account b
        where b.account_id = p_account_id and b.kind = 'lead_revenue' and b.owner_id = ''
          and b.currency = v_book.currency)
      into v_plain, v_revenue
      from (
        select v_book.balance - v_book.held as available, sum(price)::bigint as price from unnest(p_prices) as price
      ) t;
  end if;
  if v_plain is not true or v_revenue is null then
    return query select * from deliver_leads_in_turn(p_account_id, p_wallet_id, p_wait, p_delivery_ids, p_buyer_ids,
      p_external_ids, p_lead_ids, p_prices, p_currencies, p_labels, p_keys, p_hashes);
    return;
  end if;

  v_book_id := v_book.id;
  v_currency := v_book.currency;
  v_held := v_book.held;
  v_version_before := v_book.version;
  v_version := v_book.version;
  v_balance := v_book.balance;
  v_head := v_book.head_hash;
  v_first_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
  v_at := v_first_at - interval '1 microsecond';
  foreach v_delivery_id in array p_delivery_ids loop
    v_count := v_count + 1;
    v_version := v_version + 1;
    v_balance := v_balance - p_prices[v_count];
    v_at := v_at + interval '1 microsecond';
    v_head := entry_hash(v_head, v_book_id, v_version, -p_prices[v_count], v_balance, v_at,
      'delivery:' || v_delivery_id);
    v_balances[v_count] := v_balance;
    v_heads[v_count] := v_head;
  end loop;
  with paid as materialized (
    select i.*, nextval('book_tx_id_seq') as tx_id, v_version_before + i.ordinal as version,
      i.balance + i.price_minor as balance_before, v_first_at + (i.ordinal - 1) * interval '1 microsecond' as at
    from unnest(p_delivery_ids, p_buyer_ids, p_lead_ids, p_prices, p_labels, p_keys, p_hashes, v_balances, v_heads)
      with ordinality as i (
        delivery_id, buyer_id, lead_id, price_minor, labels, idempotency_key, request_hash, balance, hash, ordinal)
  ), deliveries as (
    insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
        balance_after_minor, available_seen_minor, version_seen, labels, idempotency_key, request_hash, created_at)
      select d.delivery_id, p_account_id, d.buyer_id, p_wallet_id, d.lead_id, d.price_minor, v_currency, 'delivered',
        'wallet', d.balance, d.balance_before - v_held, d.version, d.labels, d.idempotency_key, d.request_hash, d.at
      from paid d
  ), transactions as (
    insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
      select d.tx_id, p_account_id, 'delivery:' || d.delivery_id, 'delivery', d.delivery_id, d.at from paid d
  ), entries as (
    insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
        version, prev_version, balance_before, balance_after, hash, created_at)
      select d.tx_id, 1, p_account_id, v_book_id, v_currency, -d.price_minor,
        d.version, nullif(d.version - 1, 0), d.balance_before, d.balance, d.hash, d.at
      from paid d
      union all
      select d.tx_id, 2, p_account_id, v_revenue, v_currency, d.price_minor, null, null, null, null, null, d.at
      from paid d
  )
  update book_account b set balance = v_balance, version = v_version, head_hash = v_head, last_at = v_at
    where b.id = v_book_id;
  return query select 1, 'all_delivered', p_delivery_ids[1], 'delivered', 'wallet', null::text, null::text,
    v_balances[1], v_book.balance - v_held, null::boolean, v_first_at;
end
$$;
