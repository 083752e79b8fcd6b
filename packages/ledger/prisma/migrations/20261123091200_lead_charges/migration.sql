-- Cards that are charged for a single lead: what a declined one leaves behind, what a payment sets right, and how what
-- is still owed is collected.

-- What a buyer still owes after its failed lead charges were paid is collected by one charge at a time, whatever races.
create unique index top_up_one_rest_of_debt on top_up (buyer_id)
  where trigger = 'debt' and requested_by_id = 'rest_of_debt' and ended_at is null;

-- Leads that wait for their card; the janitor looks through them.
create index charge_of_pending_lead on charge (id) where purpose = 'lead' and status = 'open' and top_up_id is null;

-- The incident of a card is over once no failing charge waits for it and no pause is open for a lead that it did not pay.
create function end_incident(p_incident_id text) returns void language sql as $$
  update card_incident i set closed_at = clock_timestamp()
    where i.id = p_incident_id and i.closed_at is null
      and not exists (select from charge c where c.incident_id = i.id and c.retry_state is not null)
      and not exists (
        select from charge c join pause_reason r on r.buyer_id = c.buyer_id and r.subject_id = c.id
        where c.incident_id = i.id and c.purpose = 'lead' and r.closed_at is null)
$$;

-- However such a pause ends, by hand, by money or by another card: the card may be tried again for the next lead.
create function lead_reason_closed() returns trigger language plpgsql as $$
declare
  v_incident text;
begin
  for v_incident in
    select distinct c.incident_id from before b join after a on a.id = b.id join charge c on c.id = a.subject_id
    where b.closed_at is null and a.closed_at is not null and c.purpose = 'lead' and c.incident_id is not null
    order by c.incident_id
  loop
    perform end_incident(v_incident);
  end loop;
  return null;
end
$$;
create trigger lead_reason_closed after update on pause_reason
  referencing old table as before new table as after for each statement execute function lead_reason_closed();

-- A lead that was not delivered after all is not spent. Under the lock of the buyer's wallet.
create function give_back_spending(p_delivery_id text) returns void language plpgsql as $$
declare
  v_lead record;
begin
  select d.buyer_id, d.price_minor, (d.created_at at time zone a.time_zone)::date as day into v_lead
    from delivery d join account a on a.id = d.account_id
    -- Caps are in the buyer's currency, which may have changed since.
    join buyer b on b.id = d.buyer_id and b.currency = d.currency where d.id = p_delivery_id;
  update buyer_spending s
    set month_spent_minor = greatest(s.month_spent_minor - v_lead.price_minor, 0),
      day_spent_minor = case when s.day = v_lead.day then greatest(s.day_spent_minor - v_lead.price_minor, 0)
        else s.day_spent_minor end
    where s.buyer_id = v_lead.buyer_id and s.month = date_trunc('month', v_lead.day)::date;
end
$$;

-- A charge was paid: what its failure had brought about ends, and its card has proven to work.
create or replace function charge_was_paid(p_charge_id text) returns void language plpgsql as $$
declare
  v_charge charge%rowtype;
  v_wallet text;
  v_card record;
  v_incident record;
begin
  select * into strict v_charge from charge where id = p_charge_id;
  select coalesce(t.wallet_id, d.wallet_id, b.wallet_id) into strict v_wallet
    from charge c left join top_up t on t.id = c.top_up_id left join delivery d on d.id = c.delivery_id
    left join buyer b on b.id = c.buyer_id where c.id = p_charge_id;
  select m.id, coalesce(m.fingerprint, m.id) as fingerprint into strict v_card from payment_method m
    where m.id = coalesce(
      (select a.payment_method_id from charge_attempt a where a.charge_id = p_charge_id order by a.number desc limit 1),
      v_charge.payment_method_id);
  update payment_method set last_succeeded_at = clock_timestamp() where id = v_card.id;
  update card_budget set blocked_until = null, blocked_code = null
    where fingerprint = v_card.fingerprint and blocked_until is not null;
  update pause_reason r set closed_at = clock_timestamp(), closed_as = 'paid'
    from affected_buyer a
    where a.charge_id = p_charge_id and r.buyer_id = a.buyer_id and r.subject_id = p_charge_id and r.closed_at is null;
  update affected_buyer set closed_at = clock_timestamp() where charge_id = p_charge_id and closed_at is null;

  -- Buyers that leads on this card have paused, in one order: another payment may be closing the same.
  perform from pause_reason r join charge c on c.id = r.subject_id and c.buyer_id = r.buyer_id
    join card_incident i on i.id = c.incident_id
    where i.account_id = v_charge.account_id and i.closed_at is null and r.closed_at is null and c.purpose = 'lead'
      and (c.top_up_id is null and i.fingerprint = v_card.fingerprint or c.id = p_charge_id)
    order by r.id for update of r;
  update pause_reason r set closed_at = clock_timestamp(), closed_as = 'paid'
    from charge c join card_incident i on i.id = c.incident_id
    where c.id = r.subject_id and c.buyer_id = r.buyer_id and r.closed_at is null and c.purpose = 'lead'
      and i.account_id = v_charge.account_id and i.closed_at is null
      and (c.top_up_id is null and i.fingerprint = v_card.fingerprint or c.id = p_charge_id);

  -- The card works: its incident is over, and what else waits on it is tried at once. Paid with another card: the
  -- incident is over once nothing else waits for the card that failed.
  for v_incident in
    select i.id, i.fingerprint = v_card.fingerprint as works from card_incident i
    where i.account_id = v_charge.account_id and i.closed_at is null
      and (i.fingerprint = v_card.fingerprint or i.id = v_charge.incident_id)
    order by i.id
  loop
    if v_incident.works then
      perform tell_charge(c.id, 'cardWorks') from charge c
        where c.incident_id = v_incident.id and c.id <> p_charge_id and c.retry_state is not null;
      update card_incident i set closed_at = clock_timestamp() where i.id = v_incident.id and i.closed_at is null;
    else
      perform end_incident(v_incident.id);
    end if;
  end loop;

  if exists (select from auto_top_up_rule r where r.wallet_id = v_wallet
      and r.suspended_because in ('card_declined', 'retries_exhausted', 'no_usable_card')) then
    perform resume_auto_top_up(v_wallet, 'a payment succeeded');
  end if;
end
$$;

-- A debt was paid by card, and the buyer owes for more leads that joined it: they are charged as one sum. Under the
-- wallet's lock. Not where something of it is being collected already, and never a sum that no card is charged.
create function collect_rest_of_debt(p_charge_id text) returns text language plpgsql as $$
declare
  v_paid record;
  v_owed bigint;
  v_card_id text;
  v_top_up text := new_id('top');
  v_charge text := new_id('chg');
begin
  select b.id as buyer_id, b.account_id, b.wallet_id, b.stripe_customer_id, w.currency, y.card_minimum_minor into v_paid
    from charge c join top_up t on t.id = c.top_up_id join buyer b on b.id = t.buyer_id
    join wallet w on w.id = b.wallet_id join currency y on y.code = w.currency
    where c.id = p_charge_id and t.trigger = 'debt' and t.wallet_id = b.wallet_id and b.stripe_customer_id is not null
      and (b.mechanism = 'direct_charge' or b.mechanism = 'wallet' and b.fallback_to_card);
  if not found or exists (
    select from top_up t where t.buyer_id = v_paid.buyer_id and t.trigger = 'debt' and t.ended_at is null
  ) then
    return null;
  end if;
  v_owed := trust_owed(v_paid.buyer_id);
  select m.id into v_card_id from payment_method m
    where m.account_id = v_paid.account_id and m.buyer_id = v_paid.buyer_id and m.is_default;
  if v_card_id is null or coalesce(v_owed, 0) < greatest(v_paid.card_minimum_minor, 1) then
    return null;
  end if;
  insert into top_up (id, account_id, wallet_id, buyer_id, amount_minor, currency, funding, trigger, status, reason,
      requested_by_kind, requested_by_id, requested_by_label)
    values (v_top_up, v_paid.account_id, v_paid.wallet_id, v_paid.buyer_id, v_owed, v_paid.currency, 'buyer_card', 'debt',
      'pending', 'leads that were delivered on trust', 'system', 'rest_of_debt', 'Collections')
    on conflict do nothing;
  if not found then
    return null;
  end if;
  insert into charge (id, account_id, purpose, top_up_id, buyer_id, payment_method_id, stripe_customer_id, amount_minor,
      currency, status)
    values (v_charge, v_paid.account_id, 'top_up', v_top_up, v_paid.buyer_id, v_card_id, v_paid.stripe_customer_id, v_owed,
      v_paid.currency, 'open');
  insert into outbox (id, kind, subject_id, payload) values (new_id('out'), 'start_top_up', v_top_up,
    jsonb_build_object('topUpId', v_top_up, 'chargeId', v_charge, 'accountId', v_paid.account_id,
      'walletId', v_paid.wallet_id, 'buyerId', v_paid.buyer_id, 'amountMinor', v_owed, 'currency', v_paid.currency,
      'trigger', 'debt'));
  insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id, after)
    values (new_id('aud'), v_paid.account_id, 'system', 'rest_of_debt', 'Collections', 'top_up.requested', v_top_up,
      jsonb_build_object('walletId', v_paid.wallet_id, 'amount', jsonb_build_object(
        'amountMinor', v_owed::text, 'currency', v_paid.currency), 'trigger', 'debt'));
  return v_top_up;
end
$$;

-- To be called in every transaction that credits a wallet, after the posting, with the amount that came in and, where a
-- charge was paid, that charge. May be repeated.
create or replace function after_credit(
  p_account_id text, p_wallet_id text, p_credit_amount bigint, p_charge_id text default null
) returns void language plpgsql as $$
declare
  v_available bigint;
begin
  perform lock_wallet(p_account_id, p_wallet_id);
  perform settle_trust(p_account_id, p_wallet_id);
  if p_charge_id is not null then
    perform charge_was_paid(p_charge_id);
  end if;
  if not exists (select from charge c where c.id = p_charge_id and c.first_declined_at is not null) then
    perform tell_funded_otherwise(p_wallet_id, p_credit_amount, p_charge_id);
  end if;
  perform resolve_funded_reasons(p_account_id, p_wallet_id);
  perform resolve_dispute_reasons(p_account_id, p_wallet_id);
  if p_charge_id is not null then
    perform collect_rest_of_debt(p_charge_id);
  end if;
  v_available := lock_wallet(p_account_id, p_wallet_id);
  perform keep_low_balance(p_wallet_id, v_available);
  perform start_auto_top_up(p_wallet_id, v_available);
end
$$;
