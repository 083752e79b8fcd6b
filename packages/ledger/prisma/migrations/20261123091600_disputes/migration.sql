-- Payments that their payer disputes with the bank.

alter table dispute
  -- An invoice that was paid on Stripe's page has a payment and no charge of ours.
  alter column charge_id drop not null,
  add column payment_id text references receivable_payment (id),
  -- Whose receivable took what the wallet did not have.
  add column debtor_id text,
  -- The card that paid, by Stripe's fingerprint: a rule that charges it stays suspended.
  add column fingerprint text,
  add column evidence_submitted boolean not null default false,
  -- Stripe's fees for it, less those given back, in the currency of Stripe's balance.
  add column fee_minor bigint not null default 0,
  add column fee_currency text references currency (code),
  -- When the money was taken; an inquiry takes none.
  add column taken_at timestamptz,
  add constraint dispute_is_about_one_payment check (num_nonnulls(charge_id, payment_id) = 1),
  add constraint dispute_taken_adds_up check (from_wallet_minor >= 0 and from_receivable_minor >= 0
    and from_wallet_minor + from_receivable_minor = case when tx_id is null then 0 else amount_minor end),
  add constraint dispute_taken_once check ((tx_id is null) = (taken_at is null)),
  add constraint dispute_debtor_of_what_is_owed check (from_receivable_minor = 0 or debtor_id is not null),
  add constraint inquiries_take_nothing check (verdict <> 'inquiry_closed' or tx_id is null);
alter table dispute drop constraint dispute_verdict_check;
alter table dispute add constraint dispute_verdict_check check (verdict in ('won', 'lost', 'inquiry_closed'));
create index dispute_payment on dispute (payment_id) where payment_id is not null;
create index dispute_wallet on dispute (wallet_id, id);
create index dispute_card on dispute (account_id, fingerprint) where fingerprint is not null;

-- What was taken stays written, and a verdict stands.
create function dispute_keeps_its_past() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'disputes are kept' using errcode = '55000';
  end if;
  if (new.id, new.account_id, new.stripe_dispute_id, new.charge_id, new.payment_id, new.currency) is distinct from
     (old.id, old.account_id, old.stripe_dispute_id, old.charge_id, old.payment_id, old.currency)
    or old.tx_id is not null and (new.tx_id, new.amount_minor, new.from_wallet_minor, new.from_receivable_minor, new.debtor_id)
      is distinct from (old.tx_id, old.amount_minor, old.from_wallet_minor, old.from_receivable_minor, old.debtor_id)
    or old.verdict is not null and (new.verdict, new.ended_at, new.tx_id) is distinct from (old.verdict, old.ended_at, old.tx_id)
  then
    raise exception 'a dispute keeps what it is about, what it took and its verdict' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger dispute_keeps_its_past before update or delete on dispute
  for each row execute function dispute_keeps_its_past();

-- Whose receivable takes what a wallet does not have: its buyer's, or for a shared wallet one of the wallet itself.
create function wallet_debtor(p_wallet_id text) returns text language sql stable as $$
  select case w.owner when 'buyer' then (select b.id from buyer b where b.wallet_id = w.id order by b.created_at limit 1)
    else w.id end
  from wallet w where w.id = p_wallet_id
$$;

-- What stands in a receivable as owed that no invoice and no terms wait for.
create function debt_of(p_account_id text, p_debtor_id text, p_currency text) returns bigint language plpgsql stable as $$
begin
  if exists (select from buyer b where b.id = p_debtor_id) then
    return trust_owed(p_debtor_id);
  end if;
  return coalesce((select greatest(-r.balance, 0) from book_account r
    where r.account_id = p_account_id and r.kind = 'receivable' and r.owner_id = p_debtor_id and r.currency = p_currency), 0);
end
$$;

-- Pays what a shared wallet owes itself (a dispute or a refund took more than it had) from what is available, under the
-- wallet's lock, as a line of its own under the key of the credit that pays it.
create function settle_wallet_debt(p_account_id text, p_wallet_id text) returns void language plpgsql as $$
declare
  v_wallet book_account%rowtype;
  v_debt record;
  v_amount bigint;
  v_posted record;
begin
  select b.* into strict v_wallet from wallet w join book_account b on b.id = w.book_account_id where w.id = p_wallet_id;
  select r.id, -r.balance as owed into v_debt from book_account r
    where r.account_id = p_account_id and r.kind = 'receivable' and r.owner_id = p_wallet_id
      and r.currency = v_wallet.currency and r.balance < 0;
  if not found then
    return;
  end if;
  v_amount := least(v_debt.owed, v_wallet.balance - v_wallet.held - v_wallet.min_available);
  if v_amount <= 0 then
    return;
  end if;
  v_posted := post_transaction(p_account_id, 'settlement:' || (
      select t.key from book_entry e join book_tx t on t.id = e.tx_id
      where e.book_account_id = v_wallet.id and e.version is not null and e.amount > 0
      order by e.version desc limit 1) || ':' || p_wallet_id,
    'settlement', p_wallet_id, null, null, array[v_wallet.id, v_debt.id], array[-v_amount, v_amount]);
end
$$;

-- Ends the pauses of lost disputes once nothing is owed for them any more, apart from the residue. Under the wallet's lock.
-- While the bank has not decided no money ends them.
create function resolve_dispute_reasons(p_account_id text, p_wallet_id text) returns int language plpgsql as $$
declare
  v_closed int;
begin
  update pause_reason r set closed_at = clock_timestamp(), closed_as = 'paid'
    from buyer b, dispute d, account a
    where b.wallet_id = p_wallet_id and b.account_id = p_account_id and r.buyer_id = b.id and r.closed_at is null
      and r.reason = 'dispute_opened' and d.id = r.subject_id and d.verdict = 'lost' and a.id = p_account_id
      and (d.from_receivable_minor = 0 or debt_of(d.account_id, d.debtor_id, d.currency)
        <= limit_in_currency(a.residue_minor, a.currency, d.currency));
  get diagnostics v_closed = row_count;
  return v_closed;
end
$$;
