-- Which card an attempt is about: the payer's own attempts are attempts like any other, within the limits of the card, and
-- only the card that paid is taken to work.

-- Made by the payer himself, with his bank: it is never repeated without him.
alter table charge_attempt add column by_payer boolean not null default false;

-- Stripe may still answer an attempt that it is processing, or that waits for the payer's bank, with a decline.
drop index charge_attempt_of_card;
create index charge_attempt_of_card on charge_attempt (fingerprint, started_at)
  where outcome in ('pending', 'unknown', 'processing', 'requiresAction', 'declined');

-- The card of the attempt that succeeded; as long as none is recorded as that, of the newest one that may have. A charge that
-- nothing was tried for was paid with its own card. Null where every attempt is known to have failed: another card paid.
create function card_that_paid(p_charge_id text) returns text language sql stable as $$
  select case
    when exists (select from charge_attempt a where a.charge_id = p_charge_id) then (
      select a.payment_method_id from charge_attempt a
      where a.charge_id = p_charge_id and a.outcome not in ('declined', 'canceled')
      order by a.outcome = 'succeeded' desc, a.number desc limit 1)
    else (select c.payment_method_id from charge c where c.id = p_charge_id) end
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
  -- Only a card that paid has proven to work. None is known where the payer used one that was never saved here.
  select m.id, coalesce(m.fingerprint, m.id) as fingerprint into v_card from payment_method m
    where m.id = card_that_paid(p_charge_id);
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
    select i.id, i.fingerprint is not distinct from v_card.fingerprint as works from card_incident i
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
