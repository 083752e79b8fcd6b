-- What counts as a top-up under way when a rule looks at its wallet: only what Stripe is being asked for, or has not answered
-- yet.

-- What a rule does at this balance. amount: charge so much with that card | because: due, and this keeps it from
-- starting for now | suspend: due, and it cannot start before somebody acts | none of them: not due. Reads only.
create or replace function plan_auto_top_up(
  p_rule auto_top_up_rule, p_available bigint,
  out amount bigint, out because text, out suspend text, out fingerprint text, out failed_top_up_id text,
  out payment_method_id text, out stripe_customer_id text
) language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  v_account account%rowtype;
  v_pending bigint;
  v_card payment_method%rowtype;
  v_print text;
  v_last record;
  v_today timestamp;
  v_day bigint;
  v_month bigint;
  v_sized record;
begin
  -- One that was declined and waits (for a date, another card, the payer) is not under way: it would leave a rule with a
  -- working card silent for weeks. Where it waits on this very card, its incident says so below.
  select coalesce(sum(t.amount_minor), 0) into v_pending
    from top_up t left join charge c on c.top_up_id = t.id
    where t.wallet_id = p_rule.wallet_id and t.ended_at is null and t.funding in ('account_card', 'buyer_card')
      and (c.retry_state = 'trying' or c.retry_state is null and t.status <> 'requires_action');
  if p_available + v_pending > p_rule.threshold_minor then
    return;
  end if;
  -- The account is asked for leads that nobody delivers: its wallet has no use for the money.
  if exists (select from buyer b where b.wallet_id = p_rule.wallet_id) and not exists (
    select from buyer b where b.wallet_id = p_rule.wallet_id and not exists (
      select from pause_reason r where r.buyer_id = b.id and r.closed_at is null and r.reason = 'manual')
  ) then
    because := 'buyers_paused_by_hand';
    return;
  end if;

  -- A card past its date is tried all the same: issuers renew cards without our hearing of it.
  select * into v_account from account a where a.id = p_rule.account_id;
  select * into v_card from payment_method m
    where m.account_id = p_rule.account_id and coalesce(m.buyer_id, '') = coalesce(p_rule.payer_buyer_id, '')
      and m.is_default;
  stripe_customer_id := case when p_rule.payer_buyer_id is null then v_account.stripe_customer_id
    else (select b.stripe_customer_id from buyer b where b.id = p_rule.payer_buyer_id) end;
  if v_card.id is null or stripe_customer_id is null then
    suspend := 'no_usable_card';
    return;
  end if;
  v_print := coalesce(v_card.fingerprint, v_card.id);
  fingerprint := v_print;
  if exists (select from card_incident i
    where i.account_id = p_rule.account_id and i.fingerprint = v_print and i.closed_at is null) then
    because := 'card_being_retried';
    return;
  end if;
  if exists (select from card_budget c where c.fingerprint = v_print and c.blocked_until > clock_timestamp()) then
    because := 'no_usable_card';
    return;
  end if;
  -- However the last one ended, unless money came in another way: a card that was declined for it, and has paid nothing
  -- since, is not asked again.
  select t.id, t.ended_at,
      (t.status = 'declined' or a.outcome = 'declined') and c.closed_as is distinct from 'funded_otherwise' as declined,
      coalesce(m.fingerprint, m.id) as card
    into v_last
    from top_up t join charge c on c.top_up_id = t.id
    left join lateral (
      select a.outcome, a.payment_method_id from charge_attempt a where a.charge_id = c.id order by a.number desc limit 1
    ) a on true
    join payment_method m on m.id = coalesce(a.payment_method_id, c.payment_method_id)
    where t.wallet_id = p_rule.wallet_id and t.trigger = 'auto' order by t.created_at desc limit 1;
  if v_last.declined and v_last.ended_at is not null and v_last.card = v_print and not exists (
    select from payment_method m
    where m.account_id = p_rule.account_id and coalesce(m.fingerprint, m.id) = v_print
      and m.last_succeeded_at > v_last.ended_at) then
    suspend := 'card_declined';
    failed_top_up_id := v_last.id;
    return;
  end if;

  if p_rule.daily_limit_minor is not null or p_rule.monthly_limit_minor is not null then
    v_today := date_trunc('day', clock_timestamp() at time zone v_account.time_zone);
    select coalesce(sum(t.amount_minor) filter (where t.created_at >= v_today at time zone v_account.time_zone), 0),
        coalesce(sum(t.amount_minor), 0)
      into v_day, v_month
      from top_up t
      where t.wallet_id = p_rule.wallet_id and t.trigger = 'auto' and t.status not in ('declined', 'canceled')
        and t.created_at >= date_trunc('month', v_today) at time zone v_account.time_zone;
  end if;
  v_sized := size_auto_top_up(p_available, v_pending, p_rule.threshold_minor, p_rule.amount_minor,
    p_rule.target_balance_minor,
    greatest(limit_in_currency(v_account.top_up_minimum_minor, v_account.currency, p_rule.currency), 1),
    greatest(limit_in_currency(v_account.top_up_maximum_minor, v_account.currency, p_rule.currency), 1),
    p_rule.daily_limit_minor - v_day, p_rule.monthly_limit_minor - v_month);
  amount := v_sized.amount;
  because := v_sized.because;
  payment_method_id := v_card.id;
end
$$;
