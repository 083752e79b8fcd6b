-- A card that its payer gave by a link for one payment, and did not agree to have charged later.

alter table payment_method
  -- The link whose one payment it may make; null: saved for later charges.
  add column for_link_id text references payer_link (id),
  -- When Stripe was seen to let go of it. Only for a card that was given for one payment.
  add column detached_at timestamptz,
  add constraint payment_method_for_one_payment
    check (for_link_id is null or not (is_default or is_backup or consent_text is not null)),
  add constraint payment_method_detached
    check (detached_at is null or for_link_id is not null and removed_at is not null);
create index payment_method_to_detach on payment_method (for_link_id) where for_link_id is not null and detached_at is null;

alter table payer_link
  -- The card with which the payer last asked to have his declined payment tried again, and when. It is tried once for that.
  add column offered_card_id text references payment_method (id),
  add column offered_at timestamptz,
  add constraint payer_link_offer check ((offered_card_id is null) = (offered_at is null));

-- A card that was given for one payment makes no other, whoever asks.
create function card_may_pay(p_payment_method_id text, p_top_up_id text) returns void language plpgsql as $$
begin
  if exists (select from payment_method m
    where m.id = p_payment_method_id and m.for_link_id is not null and not exists (
      select from top_up t
      where t.id = p_top_up_id and t.requested_by_kind = 'system' and t.requested_by_id = m.for_link_id)
  ) then
    raise exception 'the card % was given for another payment', p_payment_method_id using errcode = '55000';
  end if;
end
$$;

create function charge_with_its_card() returns trigger language plpgsql as $$
declare
  v_removed_at timestamptz;
begin
  perform card_may_pay(new.payment_method_id, new.top_up_id);
  -- Money that comes in late is credited whatever has become of the card: only a new charge needs it.
  if tg_op = 'INSERT' then
    select m.removed_at into v_removed_at from payment_method m
      where m.id = new.payment_method_id and m.for_link_id is not null for share;
    if v_removed_at is not null then
      raise exception 'the card % was removed', new.payment_method_id using errcode = '55000';
    end if;
  end if;
  return new;
end
$$;
create trigger charge_with_its_card before insert or update of payment_method_id on charge
  for each row execute function charge_with_its_card();

create function attempt_with_its_card() returns trigger language plpgsql as $$
begin
  perform card_may_pay(new.payment_method_id, (select c.top_up_id from charge c where c.id = new.charge_id));
  return new;
end
$$;
create trigger attempt_with_its_card before insert or update of payment_method_id on charge_attempt
  for each row execute function attempt_with_its_card();

-- Whether a card that was given for one payment has nothing more to pay: that payment is final, or the link can bring none
-- any more. A payer who has opened the page in its last hour may still be finishing.
create function is_spent(p_card payment_method) returns boolean language sql stable as $$
  select p_card.for_link_id is not null and (p_card.removed_at is not null or coalesce(
    (select t.ended_at is not null from top_up t
      where t.account_id = p_card.account_id and t.idempotency_key = 'payer-link:' || p_card.for_link_id),
    (select l.used_at is not null or l.revoked_at is not null or l.expires_at < clock_timestamp() - interval '1 hour'
      from payer_link l where l.id = p_card.for_link_id)))
$$;
