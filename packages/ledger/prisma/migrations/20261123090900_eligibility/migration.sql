-- Would a lead be delivered? The very decision of a delivery over what stands now, for many buyers at once, locking and
-- changing nothing. It is an answer to "what if", not a promise: only a hold or a delivery reserves money.

-- How much was paid for leads from a wallet in the last 24 hours, without those that were returned.
create function spent_last_day(p_wallet_id text) returns bigint language sql stable as $$
  select coalesce(sum(d.price_minor), 0)::bigint from buyer b join delivery d on d.buyer_id = b.id
    where b.wallet_id = p_wallet_id and d.wallet_id = p_wallet_id and d.funded_by = 'wallet'
      and d.outcome in ('pending', 'delivered') and d.created_at >= clock_timestamp() - interval '24 hours'
$$;

-- What a buyer may still owe for leads on trust; null where it is not trusted. The same as trust_of, without its lock.
create function trust_left(p_buyer_id text) returns bigint language sql stable as $$
  select exposure_limit(b.id) + coalesce((
      select r.balance from book_account r where r.account_id = b.account_id and r.kind = 'receivable'
        and r.owner_id = b.id and r.currency = w.currency), 0)
    from buyer b join wallet w on w.id = b.wallet_id
    where b.id = p_buyer_id and exists (
      select from affected_buyer a join charge c on c.id = a.charge_id
      where a.buyer_id = b.id and a.closed_at is null and a.policy = 'continue'
        and c.status = 'open' and c.retry_state in ('scheduled', 'trying', 'follows'))
$$;

-- What buyers with caps may still spend, as deliver_leads counts it; null without caps.
create function cap_left(p_buyer_id text) returns bigint language sql stable as $$
  select least(b.daily_cap_minor - s.day_spent_minor, b.monthly_cap_minor - s.month_spent_minor) - held_for(b.id)
    from buyer b cross join lateral spending_of(b.account_id, b.id, clock_timestamp()) as s
    where b.id = p_buyer_id and (b.daily_cap_minor is not null or b.monthly_cap_minor is not null)
$$;

-- One row for each buyer asked for, in order. currency is null where the account has no such buyer; rung and refusal are
-- null as well where the price is in another currency. usable_minor: what the wallet can pay down to its floor.
create function eligibility_of(p_account_id text, p_buyer_ids text[], p_price bigint, p_currency text)
returns table (
  ordinal int, currency text, rung text, refusal text, available_minor bigint, usable_minor bigint,
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
  select a.ordinal, a.currency, d.rung, d.refusal, a.available, a.available - a.min_available, s.spent, s.topping_up
  from asked a
  left join wallets s on s.wallet_id = a.wallet_id
  left join lateral decide_funding(a.mechanism, coalesce(a.pause_effect = 'pause', false),
    coalesce(a.pause_effect = 'pause_when_exhausted', false), cap_left(a.buyer_id), a.available, a.min_available,
    trust_left(a.buyer_id), p_price) as d on a.currency = p_currency
  order by a.ordinal
$$;
