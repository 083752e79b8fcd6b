-- Refunds, returned leads and corrections: what the database itself refuses.

alter table top_up
  -- What undid a mistyped external or promotional credit; once.
  add column correction_tx_id bigint unique references book_tx (id),
  add column corrected_minor bigint check (corrected_minor > 0),
  add column correction_reason text,
  add column corrected_at timestamptz,
  add constraint correction_is_whole check (
    (correction_tx_id is null) = (corrected_minor is null) and (correction_tx_id is null) = (correction_reason is null)
    and (correction_tx_id is null) = (corrected_at is null)),
  add constraint cards_are_refunded_not_corrected check (
    correction_tx_id is null or funding in ('external', 'promotional'));

alter table lead_return
  add column idempotency_key text,
  add column request_hash bytea,
  add constraint one_return_per_key unique (account_id, idempotency_key),
  add constraint return_key_has_its_hash check ((idempotency_key is null) = (request_hash is null));

-- The refund left the wallet at its threshold, so that its rule was switched off with it.
alter table refund add column turned_auto_top_up_off boolean not null default false;
create index refund_top_up on refund (top_up_id) where top_up_id is not null;
create index refund_wallet on refund (wallet_id, id) where wallet_id is not null;

-- Never more than was paid. A refund made at Stripe is taken as it comes: Stripe has its own limit, and what we asked for
-- at the same moment is refused there and given back here. The charge's lock orders those who ask at once.
create function refund_is_covered() returns trigger language plpgsql as $$
declare
  v_charge charge%rowtype;
  v_refunded bigint;
begin
  select * into strict v_charge from charge where id = new.charge_id for no key update;
  if (v_charge.account_id, v_charge.currency) is distinct from (new.account_id, new.currency) then
    raise exception 'a refund has the tenant and the currency of its charge'
      using errcode = '23514', constraint = 'refund_in_its_account';
  end if;
  if new.origin <> 'dashboard' then
    select coalesce(sum(r.amount_minor), 0) into v_refunded from refund r
      where r.charge_id = new.charge_id and r.status <> 'failed';
    if v_refunded + new.amount_minor > v_charge.amount_minor then
      raise exception 'refunds of % would exceed what it took', new.charge_id
        using errcode = '23514', constraint = 'refund_within_charge';
    end if;
  end if;
  return new;
end
$$;
create trigger refund_is_covered before insert on refund for each row execute function refund_is_covered();

-- What was asked for never changes, a failed refund is over, and one that Stripe knows keeps its id.
create function refund_is_decided_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a refund is never deleted' using errcode = '55000';
  end if;
  if (new.id, new.account_id, new.charge_id, new.wallet_id, new.top_up_id, new.delivery_id, new.amount_minor,
      new.currency, new.origin, new.tx_id, new.idempotency_key) is distinct from (old.id, old.account_id,
      old.charge_id, old.wallet_id, old.top_up_id, old.delivery_id, old.amount_minor, old.currency, old.origin,
      old.tx_id, old.idempotency_key)
    or (old.stripe_refund_id is not null and new.stripe_refund_id is distinct from old.stripe_refund_id)
    or (old.status = 'failed' and new.status <> 'failed')
    or (old.status = 'succeeded' and new.status = 'pending') then
    raise exception 'what became of a refund never changes' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger refund_decided_once before update or delete on refund
  for each row execute function refund_is_decided_once();

create function lead_return_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a return is never deleted' using errcode = '55000';
  end if;
  -- A card that takes no refund: the money goes to the wallet instead, and that is all that may change.
  if (new.id, new.account_id, new.delivery_id, new.buyer_id, new.code, new.note, new.amount_minor, new.currency,
      new.tx_id, new.created_at) is distinct from (old.id, old.account_id, old.delivery_id, old.buyer_id, old.code,
      old.note, old.amount_minor, old.currency, old.tx_id, old.created_at)
    or (new.returned_to <> old.returned_to and (old.returned_to, new.returned_to) <> ('card', 'wallet')) then
    raise exception 'what a return gave back never changes' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger lead_return_kept before update or delete on lead_return
  for each row execute function lead_return_is_kept();

-- A rule that a refund has just made due would take the money again: it is switched off in the same transaction. Under
-- the wallet's lock. True where it was.
create function stop_auto_top_up_after_refund(p_account_id text, p_wallet_id text, p_refund_id text) returns boolean
language plpgsql as $$
declare
  v_there bigint := lock_wallet(p_account_id, p_wallet_id) + coalesce((
    select sum(t.amount_minor) from top_up t
    where t.wallet_id = p_wallet_id and t.ended_at is null and t.funding in ('account_card', 'buyer_card')), 0);
begin
  if not exists (select from wallet w where w.id = p_wallet_id and v_there <= w.auto_top_up_at_minor) then
    return false;
  end if;
  update auto_top_up_rule set enabled = false, updated_at = clock_timestamp() where wallet_id = p_wallet_id and enabled;
  insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id, after)
    values (new_id('aud'), p_account_id, 'system', 'auto_top_up', 'Auto top-up', 'auto_top_up.turned_off', p_wallet_id,
      jsonb_build_object('because', 'refund', 'refundId', p_refund_id));
  return true;
end
$$;

-- What a transaction changed on the wallet's balance may begin or end the episode of a low balance.
create function after_debit(p_account_id text, p_wallet_id text) returns void language plpgsql as $$
begin
  perform keep_low_balance(p_wallet_id, lock_wallet(p_account_id, p_wallet_id));
end
$$;
