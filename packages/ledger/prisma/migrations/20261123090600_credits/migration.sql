-- What a credit sets right, in the transaction that credits.

-- Pays what buyers of the wallet owe for leads delivered on trust, who has owed longest first, each as a line of its own
-- under the key of the credit that pays it. Under the wallet's lock. Only what is available: money of holds is reserved.
create function settle_trust(p_account_id text, p_wallet_id text) returns void language plpgsql as $$
declare
  v_wallet book_account%rowtype;
  v_credit_key text;
  v_debt record;
  v_amount bigint;
  v_posted record;
begin
  for v_debt in
    select r.id, r.owner_id, -r.balance as owed, (
        select e.created_at from book_entry e
        where e.book_account_id = r.id and e.version = 1 + coalesce((
          select max(p.version) from book_entry p where p.book_account_id = r.id and p.balance_after >= 0), 0)
      ) as since
    from buyer b join wallet w on w.id = b.wallet_id
    join book_account r on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id
      and r.currency = w.currency
    where b.wallet_id = p_wallet_id and b.mechanism = 'wallet' and r.balance < 0
    order by since, r.id
  loop
    select b.* into strict v_wallet from wallet w join book_account b on b.id = w.book_account_id where w.id = p_wallet_id;
    v_amount := least(v_debt.owed, v_wallet.balance - v_wallet.held - v_wallet.min_available);
    exit when v_amount <= 0;
    v_credit_key := coalesce(v_credit_key, (
      select t.key from book_entry e join book_tx t on t.id = e.tx_id
      where e.book_account_id = v_wallet.id and e.version is not null and e.amount > 0
      order by e.version desc limit 1));
    v_posted := post_transaction(p_account_id, 'settlement:' || v_credit_key || ':' || v_debt.owner_id, 'settlement',
      v_debt.owner_id, null, null, array[v_wallet.id, v_debt.id], array[-v_amount, v_amount]);
  end loop;
end
$$;

-- Closes what money resolves: an exposure that is below its limit again (or no more than the residue), and a failed sum
-- that is available again, apart from the residue, since a credit came in after it failed. Under the wallet's lock.
create function resolve_funded_reasons(p_account_id text, p_wallet_id text) returns int language plpgsql as $$
declare
  v_available bigint;
  v_credited_at timestamptz;
  v_residue bigint;
  v_closed int;
begin
  select b.balance - b.held, limit_in_currency(a.residue_minor, a.currency, w.currency), (
      select e.created_at from book_entry e
      where e.book_account_id = b.id and e.version is not null and e.amount > 0 order by e.version desc limit 1)
    into v_available, v_residue, v_credited_at
    from wallet w join book_account b on b.id = w.book_account_id join account a on a.id = w.account_id
    where w.id = p_wallet_id and w.account_id = p_account_id;
  update pause_reason r set closed_at = clock_timestamp(), closed_as = 'funded'
    from buyer b
    where b.wallet_id = p_wallet_id and r.buyer_id = b.id and r.closed_at is null
      and case
        when r.reason = 'exposure_limit_reached' then exposure_of(b.id) < exposure_limit(b.id) or exposure_of(b.id) <= v_residue
        else r.amount_minor <= v_available + v_residue and v_credited_at > r.opened_at
      end;
  get diagnostics v_closed = row_count;
  return v_closed;
end
$$;

-- What a buyer owes for leads that were delivered on trust.
create function exposure_of(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce((
    select greatest(-r.balance, 0) from buyer b join book_account r
      on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id and r.currency = b.currency
    where b.id = p_buyer_id and b.mechanism = 'wallet'), 0)
$$;

-- News for the process that collects a charge.
create function tell_charge(p_charge_id text, p_news text) returns void language plpgsql as $$
declare
  v_id text := new_id('out');
begin
  insert into outbox (id, kind, subject_id, payload) values (v_id, 'charge_news', p_charge_id || ':' || v_id,
    jsonb_build_object('chargeId', p_charge_id, 'news', p_news));
end
$$;

-- A charge was paid: what its failure had brought about ends, and its card has proven to work.
create function charge_was_paid(p_charge_id text) returns void language plpgsql as $$
declare
  v_charge charge%rowtype;
  v_wallet text;
  v_card record;
  v_incident record;
begin
  select * into strict v_charge from charge where id = p_charge_id;
  select t.wallet_id into strict v_wallet from top_up t where t.id = v_charge.top_up_id;
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
    end if;
    update card_incident i set closed_at = clock_timestamp()
      where i.id = v_incident.id and i.closed_at is null and (v_incident.works or not exists (
        select from charge c where c.incident_id = i.id and c.id <> p_charge_id and c.retry_state is not null));
  end loop;

  if exists (select from auto_top_up_rule r where r.wallet_id = v_wallet
      and r.suspended_because in ('card_declined', 'retries_exhausted', 'no_usable_card')) then
    perform resume_auto_top_up(v_wallet, 'a payment succeeded');
  end if;
end
$$;

-- Failed charges whose money has come in another way are not to be taken again: the oldest first, as far as the credit
-- covers them. Not for a charge that had failed itself and is paid now: what the others were asked for is still wanted,
-- and they follow its success.
create function tell_funded_otherwise(p_wallet_id text, p_credit_amount bigint, p_paid_charge_id text)
returns void language plpgsql as $$
declare
  v_left bigint := p_credit_amount;
  v_failing record;
begin
  for v_failing in
    select c.id, c.amount_minor from top_up t join charge c on c.top_up_id = t.id
    where t.wallet_id = p_wallet_id and t.ended_at is null and c.retry_state is not null
      and c.id is distinct from p_paid_charge_id
    order by c.id
  loop
    if v_failing.amount_minor <= v_left then
      perform tell_charge(v_failing.id, 'fundedOtherwise');
      v_left := v_left - v_failing.amount_minor;
    end if;
  end loop;
end
$$;

-- To be called in every transaction that credits a wallet, after the posting, with the amount that came in and, where a
-- charge was paid, that charge. May be repeated.
create function after_credit(
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
  v_available := lock_wallet(p_account_id, p_wallet_id);
  perform keep_low_balance(p_wallet_id, v_available);
  perform start_auto_top_up(p_wallet_id, v_available);
end
$$;
