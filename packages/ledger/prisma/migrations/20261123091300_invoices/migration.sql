-- What a buyer owes, by paper: leads of a period become an invoice, money and returns are taken off it, and only what is
-- on no paper and in no open period is paid from the credits of a wallet.

alter table invoice
  -- What it covers: the entries of the buyer's receivable book after from_version, up to and with to_version. A time alone
  -- would not do: a lead that comes after the closing is on the next invoice whatever its clock says.
  add column book_account_id bigint references book_account (id),
  add column from_version bigint,
  add column to_version bigint,
  -- A voided invoice withdraws the paper, not the debt: the next one takes its leads over.
  add column rebilled_on text references invoice (id),
  add column closed_note text,
  add column closed_by text,
  add constraint invoice_covers_entries check (
    (kind = 'top_up') = (book_account_id is null) and (kind = 'top_up') = (from_version is null)
    and (kind = 'top_up') = (to_version is null) and from_version <= to_version),
  add constraint nothing_is_paid_on_a_void_invoice check (status <> 'void' or paid_minor = 0),
  add constraint only_void_invoices_are_rebilled check (rebilled_on is null or status = 'void');
-- One that takes over a voided invoice alone covers no entries of its own.
create unique index invoice_begins_where_the_last_ended on invoice (book_account_id, kind, from_version)
  where to_version > from_version;

alter table receivable_payment
  -- How much of it was taken off its invoice; null until that has happened.
  add column applied_minor bigint check (applied_minor between 0 and amount_minor),
  -- How Stripe was told of money that came in outside Stripe, once it was.
  add column told_stripe_as text;
-- The same money at Stripe is recorded once.
create unique index receivable_payment_of_intent on receivable_payment (account_id, payment_intent_id)
  where payment_intent_id is not null;

-- What the next invoice takes off: a lead that was returned after its invoice could no longer be reduced, or money that
-- was more than what was due.
create table carried_credit (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  kind text not null check (kind in ('net_terms', 'manual')),
  currency text not null references currency (code),
  amount_minor bigint not null check (amount_minor > 0),
  description text not null,
  delivery_id text unique references delivery (id),
  payment_id text unique references receivable_payment (id),
  -- The invoice that took it off.
  invoice_id text,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  foreign key (invoice_id, account_id) references invoice (id, account_id),
  check ((delivery_id is null) <> (payment_id is null))
);
create index carried_credit_waiting on carried_credit (buyer_id) where invoice_id is null;

-- Everything that a buyer owes in its currency; negative where it has paid ahead.
create function owed_by(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce((
    select -r.balance from buyer b join book_account r
      on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id and r.currency = b.currency
    where b.id = p_buyer_id), 0)
$$;

-- What is still to be paid of a buyer's invoices.
create function invoices_due(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce(sum(i.amount_minor - i.paid_minor - i.credited_minor - i.written_off_minor), 0)::bigint
    from invoice i join buyer b on b.id = i.buyer_id and b.currency = i.currency
    where i.buyer_id = p_buyer_id and i.kind in ('net_terms', 'manual') and i.status in ('draft', 'open')
$$;

-- Up to which entry a book's leads of this kind are on an invoice.
create function billed_through(p_book_account_id bigint, p_kind text) returns bigint language sql stable as $$
  select coalesce(max(i.to_version), 0) from invoice i where i.book_account_id = p_book_account_id and i.kind = p_kind
$$;

-- Leads that are owed and on no invoice yet, of those delivered before a moment.
create function unbilled_leads(p_book_account_id bigint, p_kind text, p_until timestamptz)
returns table (delivery_id text, at timestamptz, price_minor bigint) language sql stable as $$
  select d.id, e.created_at, d.price_minor
    from book_entry e
    join book_tx t on t.id = e.tx_id and t.kind = 'delivery'
    join delivery d on d.id = t.subject_id
    where e.book_account_id = p_book_account_id and e.version > billed_through(p_book_account_id, p_kind)
      and e.created_at < p_until and d.outcome = 'delivered'
      and d.funded_by = case p_kind when 'net_terms' then 'credit' else 'manual' end
$$;

-- What the next invoice of this kind takes over besides its leads: voided invoices, less what is to be taken off.
create function carried_over(p_buyer_id text, p_kind text, p_currency text) returns bigint language sql stable as $$
  select coalesce((
      select sum(i.amount_minor - i.credited_minor) from invoice i
      where i.buyer_id = p_buyer_id and i.kind = p_kind and i.currency = p_currency and i.status = 'void'
        and i.rebilled_on is null), 0)::bigint
    - coalesce((
      select sum(c.amount_minor) from carried_credit c
      where c.buyer_id = p_buyer_id and c.kind = p_kind and c.currency = p_currency and c.invoice_id is null), 0)::bigint
$$;

-- What the buyer's coming invoices would come to by now.
create function unbilled_of(p_buyer_id text) returns bigint language sql stable as $$
  select coalesce(sum(coalesce((
      select sum(l.price_minor) from unbilled_leads(r.id, k.kind, 'infinity') l), 0)
    + carried_over(b.id, k.kind, r.currency)), 0)::bigint
    from buyer b
    join book_account r on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id
      and r.currency = b.currency
    cross join (values ('net_terms'), ('manual')) as k (kind)
    where b.id = p_buyer_id
$$;

-- What a buyer owes on no paper and for no open period: leads on trust, and sums that a wallet did not hold. This alone
-- is paid from the credits of its wallet.
create function trust_owed(p_buyer_id text) returns bigint language plpgsql stable as $$
declare
  v_owed bigint := owed_by(p_buyer_id);
begin
  -- Most buyers owe nothing: nothing else is looked at for them.
  if v_owed <= 0 then
    return 0;
  end if;
  return greatest(0, least(v_owed, v_owed - invoices_due(p_buyer_id) - unbilled_of(p_buyer_id)));
end
$$;

create or replace function exposure_of(p_buyer_id text) returns bigint language sql stable as $$
  select trust_owed(p_buyer_id)
$$;

-- What a buyer may still owe for leads on trust; null where it is not trusted: only while a charge of its own policy
-- `continue` is queued for retry, so that no lead is ever delivered on credit that does not exist.
create or replace function trust_left(p_buyer_id text) returns bigint language sql stable as $$
  select exposure_limit(b.id) - trust_owed(b.id)
    from buyer b
    where b.id = p_buyer_id and exists (
      select from affected_buyer a join charge c on c.id = a.charge_id
      where a.buyer_id = b.id and a.closed_at is null and a.policy = 'continue'
        and c.status = 'open' and c.retry_state in ('scheduled', 'trying', 'follows'))
$$;

-- As before, for buyers of every mechanism, and never what is on an invoice or in an open period.
create or replace function settle_trust(p_account_id text, p_wallet_id text) returns void language plpgsql as $$
declare
  v_wallet book_account%rowtype;
  v_credit_key text;
  v_debt record;
  v_owed bigint;
  v_amount bigint;
  v_posted record;
begin
  -- First what the wallet itself owes its account, such as for a dispute that it did not hold.
  perform settle_wallet_debt(p_account_id, p_wallet_id);
  for v_debt in
    select r.id, r.owner_id, (
        select e.created_at from book_entry e
        where e.book_account_id = r.id and e.version = 1 + coalesce((
          select max(p.version) from book_entry p where p.book_account_id = r.id and p.balance_after >= 0), 0)
      ) as since
    from buyer b join wallet w on w.id = b.wallet_id
    join book_account r on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id
      and r.currency = w.currency
    where b.wallet_id = p_wallet_id and r.balance < 0
    order by since, r.id
  loop
    v_owed := trust_owed(v_debt.owner_id);
    continue when v_owed <= 0;
    select b.* into strict v_wallet from wallet w join book_account b on b.id = w.book_account_id where w.id = p_wallet_id;
    v_amount := least(v_owed, v_wallet.balance - v_wallet.held - v_wallet.min_available);
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

-- Wakes the process of an invoice.
create function tell_invoice(p_invoice_id text) returns void language plpgsql as $$
declare
  v_id text := new_id('out');
begin
  insert into outbox (id, kind, subject_id, payload)
    values (v_id, 'invoice_news', p_invoice_id || ':' || v_id, jsonb_build_object('invoiceId', p_invoice_id));
end
$$;

-- Locks the wallet that a buyer draws on, which orders everything about the buyer. Looks again: it may have moved.
create function lock_buyer(p_account_id text, p_buyer_id text) returns text language plpgsql as $$
declare
  v_wallet_id text;
  v_locked text;
begin
  loop
    select b.wallet_id into strict v_wallet_id from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
    exit when v_wallet_id = v_locked;
    perform lock_wallet(p_account_id, v_wallet_id);
    v_locked := v_wallet_id;
  end loop;
  return v_wallet_id;
end
$$;

-- Once nothing is due, an invoice is paid, and what was paused for it resumes. To be called after each change of its sums.
create function settle_invoice(p_invoice_id text) returns void language plpgsql as $$
begin
  update invoice set status = 'paid', ended_at = clock_timestamp(), updated_at = clock_timestamp()
    where id = p_invoice_id and status in ('draft', 'open') and paid_minor + credited_minor >= amount_minor;
  if found then
    perform end_invoice_pause(p_invoice_id, 'paid');
  end if;
  perform tell_invoice(p_invoice_id);
end
$$;

create function end_invoice_pause(p_invoice_id text, p_as text) returns void language plpgsql as $$
begin
  update pause_reason set closed_at = clock_timestamp(), closed_as = p_as
    where reason = 'invoice_overdue' and subject_id = p_invoice_id and closed_at is null;
end
$$;

-- The local day, week and month of an account.
create function period_text(p_invoice_period text, p_local timestamp) returns text language sql immutable as $$
  select case p_invoice_period when 'weekly' then to_char(p_local, 'IYYY-"W"IW') else to_char(p_local, 'YYYY-MM') end
$$;

-- The period of a buyer that a moment lies in: from midnight to midnight in the account's time zone, Mondays or firsts.
create function period_at(p_buyer_id text, p_at timestamptz,
  out period text, out starts_at timestamptz, out ends_at timestamptz
) language sql stable as $$
  with local as (
    select a.time_zone, coalesce(b.invoice_period, 'monthly') as every,
      date_trunc(case b.invoice_period when 'weekly' then 'week' else 'month' end, p_at at time zone a.time_zone) as first
    from buyer b join account a on a.id = b.account_id where b.id = p_buyer_id
  )
  select period_text(l.every, l.first), l.first at time zone l.time_zone,
    (l.first + case l.every when 'weekly' then interval '7 days' else interval '1 month' end) at time zone l.time_zone
  from local l
$$;

-- Closes a period: one invoice over everything of this kind that was delivered before its end and is on none yet. Once for
-- a buyer, kind and period; null where there is nothing to bill: nothing at all, or less than can be paid, which
-- then is on the next one. Under the wallet's lock, after the period's end, so that no lead of it can come later.
create function close_period(
  p_account_id text, p_buyer_id text, p_kind text, p_currency text, p_period text, p_ends_at timestamptz
) returns text language plpgsql as $$
declare
  v_book bigint;
  v_id text;
  v_time_zone text;
  v_from bigint;
  v_to bigint;
  v_starts_at timestamptz;
  v_amount bigint;
  v_minimum bigint;
begin
  perform lock_buyer(p_account_id, p_buyer_id);
  select i.id into v_id from invoice i where i.buyer_id = p_buyer_id and i.kind = p_kind and i.period = p_period;
  if found then
    return v_id;
  end if;
  select r.id into v_book from book_account r where r.account_id = p_account_id and r.kind = 'receivable'
    and r.owner_id = p_buyer_id and r.currency = p_currency;
  if v_book is null then
    return null;
  end if;
  select a.time_zone into strict v_time_zone from account a where a.id = p_account_id;
  v_from := billed_through(v_book, p_kind);
  select coalesce(max(e.version), v_from) into v_to from book_entry e
    where e.book_account_id = v_book and e.version > v_from and e.created_at < p_ends_at;
  v_amount := coalesce((select sum(l.price_minor) from unbilled_leads(v_book, p_kind, p_ends_at) l), 0)
    + carried_over(p_buyer_id, p_kind, p_currency);
  -- What Stripe cannot collect as an invoice it would keep as the customer's balance, which later invoices would not show.
  select case p_kind when 'net_terms' then c.card_minimum_minor else 1 end into strict v_minimum
    from currency c where c.code = p_currency;
  if v_amount < v_minimum then
    return null;
  end if;
  select greatest((period_at(p_buyer_id, p_ends_at - interval '1 microsecond')).starts_at, (
      select max(i.ends_at) from invoice i where i.buyer_id = p_buyer_id and i.kind = p_kind and i.ends_at < p_ends_at))
    into v_starts_at;
  v_id := new_id('inv');
  insert into invoice (id, account_id, kind, buyer_id, wallet_id, period, starts_at, ends_at, currency, subtotal_minor,
      amount_minor, status, book_account_id, from_version, to_version)
    select v_id, p_account_id, p_kind, p_buyer_id, b.wallet_id, p_period, v_starts_at, p_ends_at, p_currency, v_amount,
      v_amount, 'draft', v_book, v_from, v_to
    from buyer b where b.id = p_buyer_id;
  -- The invoice stands: what it covers is read by its own versions from here on.
  insert into invoice_line (invoice_id, line, description, day, leads, amount_minor)
    select v_id, row_number() over (order by o.place, o.day, o.text), o.text, o.day, o.leads, o.amount
    from (
      select 1 as place, x.day, x.leads, x.amount,
        x.leads || case x.leads when 1 then ' lead' else ' leads' end || ' delivered on ' || x.day as text
      from (
        select (e.created_at at time zone v_time_zone)::date as day, count(*)::int as leads, sum(d.price_minor) as amount
        from book_entry e
        join book_tx t on t.id = e.tx_id and t.kind = 'delivery'
        join delivery d on d.id = t.subject_id
        where e.book_account_id = v_book and e.version > v_from and e.version <= v_to and d.outcome = 'delivered'
          and d.funded_by = case p_kind when 'net_terms' then 'credit' else 'manual' end
        group by 1) x
      union all
      select 2, null, null, i.amount_minor - i.credited_minor,
        'Leads of the voided invoice ' || coalesce(i.stripe_number || ' ', '') || 'of ' || i.period
      from invoice i
      where i.buyer_id = p_buyer_id and i.kind = p_kind and i.currency = p_currency and i.status = 'void'
        and i.rebilled_on is null and i.amount_minor > i.credited_minor
      union all
      select 3, null, null, -c.amount_minor, c.description
      from carried_credit c
      where c.buyer_id = p_buyer_id and c.kind = p_kind and c.currency = p_currency and c.invoice_id is null
    ) o;
  update invoice set rebilled_on = v_id, updated_at = clock_timestamp()
    where buyer_id = p_buyer_id and kind = p_kind and currency = p_currency and status = 'void' and rebilled_on is null;
  update carried_credit set invoice_id = v_id
    where buyer_id = p_buyer_id and kind = p_kind and currency = p_currency and invoice_id is null;
  return v_id;
end
$$;

-- A lead on credit or manual billing was returned: its price is taken off the invoice it is on while that much is due,
-- else off the next one. Within the transaction of the return, under the wallet's lock. Once for a delivery.
create function credit_returned_lead(p_account_id text, p_delivery_id text, out outcome text, out invoice_id text)
language plpgsql as $$
#variable_conflict use_column
declare
  v_lead record;
  v_invoice invoice%rowtype;
begin
  select d.buyer_id, d.lead_id, d.price_minor, d.currency, e.book_account_id, e.version,
      case d.funded_by when 'credit' then 'net_terms' else 'manual' end as kind
    into v_lead
    from delivery d
    join book_tx t on t.account_id = d.account_id and t.key = 'delivery:' || d.id
    join book_entry e on e.tx_id = t.id and e.version is not null
    where d.id = p_delivery_id and d.account_id = p_account_id and d.funded_by in ('credit', 'manual');
  outcome := 'not_billed';
  if not found then
    return;
  end if;
  select n.invoice_id into invoice_id from credit_note n where n.delivery_id = p_delivery_id;
  if found then
    outcome := 'credit_note';
    return;
  end if;
  if exists (select from carried_credit c where c.delivery_id = p_delivery_id) then
    outcome := 'carried';
    return;
  end if;
  select i.* into v_invoice from invoice i
    where i.book_account_id = v_lead.book_account_id and i.kind = v_lead.kind
      and i.from_version < v_lead.version and i.to_version >= v_lead.version for no key update;
  if not found then
    return;
  end if;
  -- The leads of a voided invoice are on the one that took them over.
  while v_invoice.status = 'void' and v_invoice.rebilled_on is not null loop
    select i.* into strict v_invoice from invoice i where i.id = v_invoice.rebilled_on for no key update;
  end loop;
  invoice_id := v_invoice.id;
  if v_invoice.status in ('draft', 'open') and v_lead.price_minor
      <= v_invoice.amount_minor - v_invoice.paid_minor - v_invoice.credited_minor - v_invoice.written_off_minor then
    outcome := 'credit_note';
    insert into credit_note (id, account_id, invoice_id, delivery_id, amount_minor, reason)
      values (new_id('crn'), p_account_id, v_invoice.id, p_delivery_id, v_lead.price_minor,
        'Lead ' || v_lead.lead_id || ' was returned');
    update invoice set credited_minor = credited_minor + v_lead.price_minor, updated_at = clock_timestamp()
      where id = v_invoice.id;
    perform settle_invoice(v_invoice.id);
    return;
  end if;
  outcome := 'carried';
  insert into carried_credit (id, account_id, buyer_id, kind, currency, amount_minor, description, delivery_id)
    values (new_id('ccr'), p_account_id, v_lead.buyer_id, v_lead.kind, v_lead.currency, v_lead.price_minor,
      'Lead ' || v_lead.lead_id || ' of ' || v_invoice.period || ' was returned', p_delivery_id);
end
$$;

-- Takes a recorded and posted payment off its invoice; what is more than what is due, and what names no invoice, is taken
-- off the next one, as far as it does not pay what is owed on no paper. Under the wallet's lock. Once for a payment.
create function apply_payment(p_payment_id text) returns void language plpgsql as $$
declare
  v_payment receivable_payment%rowtype;
  v_invoice invoice%rowtype;
  v_applied bigint := 0;
  v_rest bigint;
  v_kind text;
  v_wallet_id text;
begin
  select * into strict v_payment from receivable_payment where id = p_payment_id for no key update;
  if v_payment.applied_minor is not null then
    return;
  end if;
  if v_payment.invoice_id is not null then
    select * into strict v_invoice from invoice where id = v_payment.invoice_id for no key update;
    if v_invoice.status in ('draft', 'open') then
      v_applied := least(v_payment.amount_minor,
        v_invoice.amount_minor - v_invoice.paid_minor - v_invoice.credited_minor - v_invoice.written_off_minor);
      update invoice set paid_minor = paid_minor + v_applied, updated_at = clock_timestamp() where id = v_invoice.id;
      perform settle_invoice(v_invoice.id);
    end if;
  end if;
  update receivable_payment set applied_minor = v_applied where id = p_payment_id;
  v_rest := least(v_payment.amount_minor - v_applied, invoices_due(v_payment.buyer_id) + unbilled_of(v_payment.buyer_id)
    - owed_by(v_payment.buyer_id));
  if v_rest > 0 then
    select coalesce(v_invoice.kind, case b.mechanism when 'manual' then 'manual' else 'net_terms' end) into v_kind
      from buyer b where b.id = v_payment.buyer_id;
    insert into carried_credit (id, account_id, buyer_id, kind, currency, amount_minor, description, payment_id)
      values (new_id('ccr'), v_payment.account_id, v_payment.buyer_id, v_kind, v_payment.currency, v_rest,
        'Paid ahead on ' || to_char(v_payment.received_at at time zone 'UTC', 'YYYY-MM-DD')
          || coalesce(' (' || v_payment.reference || ')', ''), p_payment_id);
  end if;
  -- What is owed less resolves what was paused for it.
  select b.wallet_id into strict v_wallet_id from buyer b where b.id = v_payment.buyer_id;
  perform resolve_funded_reasons(v_payment.account_id, v_wallet_id);
  perform resolve_dispute_reasons(v_payment.account_id, v_wallet_id);
end
$$;

-- What apply_payment did, undone; a short code where that is not possible any more, null where it was done.
create function unapply_payment(p_payment_id text) returns text language plpgsql as $$
declare
  v_payment receivable_payment%rowtype;
  v_invoice invoice%rowtype;
begin
  select * into strict v_payment from receivable_payment where id = p_payment_id for no key update;
  if exists (select from carried_credit c where c.payment_id = p_payment_id and c.invoice_id is not null) then
    return 'on_next_invoice';
  end if;
  if v_payment.invoice_id is not null and v_payment.applied_minor > 0 then
    select * into strict v_invoice from invoice where id = v_payment.invoice_id for no key update;
    if v_invoice.status in ('void', 'written_off') then
      return 'invoice_closed';
    elsif v_payment.told_stripe_as is not null then
      return 'closed_at_stripe';
    end if;
    update invoice set paid_minor = paid_minor - v_payment.applied_minor,
        status = case when stripe_invoice_id is null and issued_at is null then 'draft' else 'open' end,
        ended_at = null, updated_at = clock_timestamp()
      where id = v_invoice.id;
    perform tell_invoice(v_invoice.id);
  end if;
  delete from carried_credit where payment_id = p_payment_id;
  update receivable_payment set applied_minor = 0 where id = p_payment_id;
  return null;
end
$$;

-- Bills everything of a buyer up to now, of both kinds and all its currencies, before the period's end. Answers the
-- invoices; none where nothing is to bill. The rest of the period closes at its end, under the period's own name.
create function close_now(p_account_id text, p_buyer_id text) returns setof text language plpgsql as $$
declare
  v_book record;
  v_period text;
  v_count int;
  v_ends_at timestamptz;
  v_invoice text;
begin
  perform lock_buyer(p_account_id, p_buyer_id);
  for v_book in
    select r.currency, r.last_at, k.kind from book_account r cross join (values ('net_terms'), ('manual')) as k (kind)
    where r.account_id = p_account_id and r.kind = 'receivable' and r.owner_id = p_buyer_id
    order by r.id, k.kind
  loop
    -- After every lead that is there: the times of a book's entries may run ahead of the clock by microseconds.
    v_ends_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
    v_period := (period_at(p_buyer_id, v_ends_at)).period;
    select count(*) into v_count from invoice i
      where i.buyer_id = p_buyer_id and i.kind = v_book.kind and i.period like v_period || '.%';
    v_invoice := close_period(p_account_id, p_buyer_id, v_book.kind, v_book.currency,
      v_period || '.' || (v_count + 1), v_ends_at);
    if v_invoice is not null then
      return next v_invoice;
    end if;
  end loop;
end
$$;

-- The periods whose process has to be there at a moment: of every invoice that is open, of every buyer that is billed by
-- period, and of leads of a period that is over and was not closed.
create function invoice_periods_due(p_now timestamptz)
returns table (account_id text, buyer_id text, kind text, period text, ends_at timestamptz) language sql stable as $$
  select i.account_id, i.buyer_id, i.kind, i.period, i.ends_at from invoice i
    where i.kind <> 'top_up' and i.status in ('draft', 'open')
  union
  select b.account_id, b.id, b.mechanism, p.period, p.ends_at
    from buyer b
    cross join lateral (
      select greatest(p_now, max(i.ends_at)) as at from invoice i where i.buyer_id = b.id and i.kind = b.mechanism) l
    cross join lateral period_at(b.id, l.at) p
    where b.mechanism in ('net_terms', 'manual')
  union
  select b.account_id, b.id, k.kind, p.period, p.ends_at
    from buyer b
    cross join (values ('net_terms'), ('manual')) as k (kind)
    join book_account r on r.account_id = b.account_id and r.kind = 'receivable' and r.owner_id = b.id
    cross join lateral (
      select e.created_at from book_entry e
      join book_tx t on t.id = e.tx_id and t.kind = 'delivery'
      join delivery d on d.id = t.subject_id and d.outcome = 'delivered'
        and d.funded_by = case k.kind when 'net_terms' then 'credit' else 'manual' end
      where e.book_account_id = r.id and e.version > billed_through(r.id, k.kind)
      order by e.version limit 1) f
    cross join lateral (
      select greatest(f.created_at, max(i.ends_at)) as at from invoice i where i.buyer_id = b.id and i.kind = k.kind) l
    cross join lateral period_at(b.id, l.at) p
    where p.ends_at <= p_now and (b.mechanism in ('net_terms', 'manual')
        or exists (select from invoice i where i.buyer_id = b.id and i.kind = k.kind))
      -- Too little to bill stays for a later period, without a process that would find that out again and again.
      and (select sum(u.price_minor) from unbilled_leads(r.id, k.kind, p.ends_at) u)
        + carried_over(b.id, k.kind, r.currency)
        >= (select case k.kind when 'net_terms' then c.card_minimum_minor else 1 end from currency c where c.code = r.currency)
$$;

-- What an invoice says and covers never changes once it is written; only what was paid, credited and decided about it does.
create function invoice_keeps_what_it_says() returns trigger language plpgsql as $$
begin
  if (new.account_id, new.kind, new.buyer_id, new.period, new.currency, new.subtotal_minor, new.tax_minor, new.amount_minor,
      new.book_account_id, new.from_version, new.to_version)
    is distinct from (old.account_id, old.kind, old.buyer_id, old.period, old.currency, old.subtotal_minor, old.tax_minor,
      old.amount_minor, old.book_account_id, old.from_version, old.to_version) then
    raise exception 'an invoice keeps what it says' using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger invoice_keeps_what_it_says before update on invoice
  for each row execute function invoice_keeps_what_it_says();
create trigger invoice_no_delete before delete on invoice for each row execute function reject_mutation();
create trigger invoice_line_append_only before update or delete on invoice_line
  for each row execute function reject_mutation();
-- One for a refund that failed before Stripe made the note may go; everything else has been told to somebody.
create trigger credit_note_no_delete before delete on credit_note for each row
  when (old.delivery_id is not null or old.stripe_credit_note_id is not null) execute function reject_mutation();
