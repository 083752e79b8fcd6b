-- Rules that refill wallets. Level-triggered: every look at the wallet decides anew from what is true, so that nothing is
-- lost when a look is missed; the next one, or the sweep, starts what is due.

-- What counts against a rule's limits.
create index top_up_automatic on top_up (wallet_id, created_at) where trigger = 'auto';
-- What the sweep looks through.
create index wallet_with_rule on wallet (id) where auto_top_up_at_minor is not null;

-- The threshold stands in the wallet while the rule is on and not suspended, so that a draw reads only the wallet.
create function auto_top_up_threshold_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update wallet set auto_top_up_at_minor = null where id = old.wallet_id;
    return null;
  end if;
  update wallet w
    set auto_top_up_at_minor = case when new.enabled and new.suspended_at is null then new.threshold_minor end
    where w.id = new.wallet_id and w.auto_top_up_at_minor is distinct from
      case when new.enabled and new.suspended_at is null then new.threshold_minor end;
  return null;
end
$$;
create trigger auto_top_up_threshold after insert or update or delete on auto_top_up_rule
  for each row execute function auto_top_up_threshold_kept();

-- How much one automatic top-up charges; null where it is not due, or where its limits leave less than one increment
-- (because says which). A fixed amount goes in whole increments until one charge lands above the threshold; a target is
-- filled up to. Either is at least the account's minimum, and at most its maximum and what the day and the month leave
-- (null: no limit). src/auto-top-up/sizing.ts is the oracle of its property test.
create function size_auto_top_up(
  p_available bigint, p_pending bigint, p_threshold bigint, p_amount bigint, p_target bigint,
  p_minimum bigint, p_maximum bigint, p_day_left bigint, p_month_left bigint,
  out amount bigint, out because text
) language plpgsql immutable parallel safe as $$
declare
  v_there bigint := p_available + p_pending;
  v_most bigint := greatest(least(p_maximum, p_day_left, p_month_left), 0);
  v_step bigint := least(greatest(p_amount, p_minimum), p_maximum);
  v_least bigint;
begin
  if v_there > p_threshold then
    return;
  end if;
  if p_target is null then
    v_least := v_step;
    amount := least((p_threshold - v_there) / v_step + 1, v_most / v_step) * v_step;
  else
    v_least := p_minimum;
    amount := least(greatest(p_target - v_there, p_minimum), v_most);
  end if;
  if amount < v_least then
    amount := null;
    because := case when p_month_left is null or p_day_left <= p_month_left then 'daily_limit_reached'
      else 'monthly_limit_reached' end;
  end if;
end
$$;

-- What a rule does at this balance. amount: charge so much with that card | because: due, and this keeps it from
-- starting for now | suspend: due, and it cannot start before somebody acts | none of them: not due. Reads only.
create function plan_auto_top_up(
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
  select coalesce(sum(t.amount_minor), 0) into v_pending from top_up t
    where t.wallet_id = p_rule.wallet_id and t.ended_at is null and t.funding in ('account_card', 'buyer_card');
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

-- Stops a rule that charges nothing until its reason is gone. The fingerprint is that of the
-- card that was declined: the same card saved again is no reason to go on.
create function suspend_auto_top_up(
  p_wallet_id text, p_because text, p_fingerprint text default null, p_top_up_id text default null
) returns boolean language plpgsql as $$
declare
  v_account_id text;
begin
  -- The lock before the rule, as draws have it: the rule's trigger writes to the wallet.
  perform lock_wallet(w.account_id, w.id) from wallet w where w.id = p_wallet_id;
  update auto_top_up_rule
    set suspended_at = clock_timestamp(), suspended_because = p_because, suspended_fingerprint = p_fingerprint,
      suspended_top_up_id = p_top_up_id, updated_at = clock_timestamp()
    where wallet_id = p_wallet_id and suspended_at is null
    returning account_id into v_account_id;
  if v_account_id is null then
    return false;
  end if;
  insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id, after)
    values (new_id('aud'), v_account_id, 'system', 'auto_top_up', 'Auto top-up', 'auto_top_up.suspended', p_wallet_id,
      jsonb_build_object('because', p_because));
  return true;
end
$$;

-- The reason is gone. Whoever calls it checks then whether a top-up is due.
create function resume_auto_top_up(p_wallet_id text, p_why text) returns boolean language plpgsql as $$
declare
  v_account_id text;
begin
  perform lock_wallet(w.account_id, w.id) from wallet w where w.id = p_wallet_id;
  update auto_top_up_rule
    set suspended_at = null, suspended_because = null, suspended_fingerprint = null, suspended_top_up_id = null,
      updated_at = clock_timestamp()
    where wallet_id = p_wallet_id and suspended_at is not null
    returning account_id into v_account_id;
  if v_account_id is null then
    return false;
  end if;
  insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id, after)
    values (new_id('aud'), v_account_id, 'system', 'auto_top_up', 'Auto top-up', 'auto_top_up.resumed', p_wallet_id,
      jsonb_build_object('because', p_why));
  return true;
end
$$;

-- Under the wallet's lock: starts the automatic top-up that is due, whole or not at all: top-up, charge, the start of
-- its workflow, and the audit row. Answers its id; null where nothing was started.
create function start_auto_top_up(p_wallet_id text, p_available bigint) returns text language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  v_rule auto_top_up_rule%rowtype;
  v_plan record;
  v_top_up text;
  v_charge text;
  v_buyer text;
begin
  select * into v_rule from auto_top_up_rule r where r.wallet_id = p_wallet_id;
  -- Looked for before the insert: one that is just being ended by somebody who waits for our lock still stands in
  -- the unique index, and the insert would wait for him. He looks again when he has ended it.
  if not found or not v_rule.enabled or v_rule.suspended_at is not null
    or exists (select from top_up t where t.wallet_id = p_wallet_id and t.trigger = 'auto' and t.ended_at is null) then
    return null;
  end if;
  v_plan := plan_auto_top_up(v_rule, p_available);
  if v_plan.amount is null then
    update auto_top_up_rule set not_started_because = v_plan.because
      where wallet_id = p_wallet_id and not_started_because is distinct from v_plan.because;
    if v_plan.suspend is not null then
      perform suspend_auto_top_up(p_wallet_id, v_plan.suspend, v_plan.fingerprint, v_plan.failed_top_up_id);
    end if;
    return null;
  end if;

  v_top_up := new_id('top');
  v_charge := new_id('chg');
  v_buyer := coalesce(v_rule.payer_buyer_id, (
    select b.id from buyer b join wallet w on w.id = b.wallet_id
    where b.wallet_id = p_wallet_id and w.owner = 'buyer' limit 1));
  insert into top_up (id, account_id, wallet_id, buyer_id, amount_minor, currency, funding, trigger, status,
      requested_by_kind, requested_by_id, requested_by_label)
    values (v_top_up, v_rule.account_id, p_wallet_id, v_buyer, v_plan.amount, v_rule.currency,
      case v_rule.payer when 'account' then 'account_card' else 'buyer_card' end, 'auto', 'pending',
      'system', 'auto_top_up', 'Auto top-up')
    on conflict do nothing;
  if not found then
    return null;
  end if;
  insert into charge (id, account_id, purpose, top_up_id, buyer_id, payment_method_id, stripe_customer_id, amount_minor,
      currency, status)
    values (v_charge, v_rule.account_id, 'top_up', v_top_up, v_rule.payer_buyer_id, v_plan.payment_method_id,
      v_plan.stripe_customer_id, v_plan.amount, v_rule.currency, 'open');
  insert into outbox (id, kind, subject_id, payload) values (new_id('out'), 'start_top_up', v_top_up,
    jsonb_build_object('topUpId', v_top_up, 'chargeId', v_charge, 'accountId', v_rule.account_id,
      'walletId', p_wallet_id, 'buyerId', v_buyer, 'amountMinor', v_plan.amount, 'currency', v_rule.currency,
      'trigger', 'auto'));
  insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id, after)
    values (new_id('aud'), v_rule.account_id, 'system', 'auto_top_up', 'Auto top-up', 'top_up.requested', v_top_up,
      jsonb_build_object('walletId', p_wallet_id, 'amount', jsonb_build_object(
        'amountMinor', v_plan.amount::text, 'currency', v_rule.currency), 'trigger', 'auto'));
  update auto_top_up_rule set not_started_because = null
    where wallet_id = p_wallet_id and not_started_because is not null;
  return v_top_up;
end
$$;

-- The same with the lock taken here.
create function check_auto_top_up(p_account_id text, p_wallet_id text) returns text language plpgsql as $$
begin
  return start_auto_top_up(p_wallet_id, lock_wallet(p_account_id, p_wallet_id));
end
$$;
