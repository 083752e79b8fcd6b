-- Top-ups on Stripe invoices, and payments that reach the agency outside Stripe.

-- Only what a card pays has a payment that an invoice can be paid by.
alter table top_up add constraint only_card_top_ups_on_invoices
  check (not invoice or funding in ('account_card', 'buyer_card'));
-- Until there is a book for tax, a top-up takes none: what the card pays is what the wallet gains.
alter table top_up add constraint top_ups_are_untaxed check (tax_minor = 0);
alter table account add constraint top_ups_are_untaxed check (top_up_tax = 'none' and top_up_tax_rate_bps = 0);

-- Whether a top-up appears on an invoice where it does not say so itself: as the buyer has it, else the account.
create function invoices_top_ups(p_account_id text, p_buyer_id text) returns boolean language sql stable as $$
  select coalesce((select b.invoice_top_ups from buyer b where b.id = p_buyer_id), a.invoice_top_ups)
    from account a where a.id = p_account_id
$$;

-- Top-ups that start by themselves follow buyer and account.
create function top_up_invoice_decided() returns trigger language plpgsql as $$
begin
  if new.trigger <> 'manual' and new.funding in ('account_card', 'buyer_card') then
    new.invoice := invoices_top_ups(new.account_id, new.buyer_id);
  end if;
  return new;
end
$$;
create trigger top_up_invoice before insert on top_up for each row execute function top_up_invoice_decided();

-- What the sweep looks through: receipts that Stripe has not made yet.
create index invoice_of_top_up_unmade on invoice (created_at) where kind = 'top_up' and status = 'draft';

-- Which refund a credit note is for, where it is for one.
alter table credit_note add column refund_id text unique references refund (id);
create index credit_note_unmade on credit_note (created_at) where stripe_credit_note_id is null;

-- Something about the invoice of a top-up has to reach Stripe.
create function tell_top_up_invoice(p_top_up_id text) returns void language plpgsql as $$
declare
  v_id text := new_id('out');
begin
  insert into outbox (id, kind, subject_id, payload)
    values (v_id, 'top_up_invoice', p_top_up_id || ':' || v_id, jsonb_build_object('topUpId', p_top_up_id));
end
$$;

-- The receipt of a top-up stays true when a part of it is given back: a credit note over that part, once for each refund,
-- in the transaction in which the refund succeeds. Wherever the refund was asked for, also in Stripe's dashboard.
create function credit_note_of_refund() returns trigger language plpgsql as $$
declare
  v_invoice invoice%rowtype;
  v_amount bigint;
begin
  if new.top_up_id is null or new.status = 'pending' then
    return null;
  end if;
  select * into v_invoice from invoice where top_up_id = new.top_up_id and kind = 'top_up' for no key update;
  if not found then
    return null;
  end if;
  if new.status = 'failed' then
    -- It had succeeded before. What Stripe has not been told yet it need not be told; a note that it has made of a paid
    -- invoice it does not take back.
    delete from credit_note where refund_id = new.id and stripe_credit_note_id is null returning amount_minor into v_amount;
    update invoice set credited_minor = credited_minor - v_amount,
        paid_minor = case when status = 'paid' then paid_minor + v_amount else paid_minor end,
        updated_at = clock_timestamp()
      where id = v_invoice.id and v_amount is not null;
    return null;
  end if;
  v_amount := least(new.amount_minor, v_invoice.amount_minor - v_invoice.credited_minor);
  if v_amount <= 0 then
    return null;
  end if;
  insert into credit_note (id, account_id, invoice_id, refund_id, amount_minor, reason)
    values (new_id('crn'), new.account_id, v_invoice.id, new.id, v_amount, coalesce(new.reason, 'Refund'))
    on conflict (refund_id) do nothing;
  if not found then
    return null;
  end if;
  update invoice set credited_minor = credited_minor + v_amount,
      paid_minor = case when status = 'paid' then paid_minor - v_amount else paid_minor end, updated_at = clock_timestamp()
    where id = v_invoice.id;
  perform tell_top_up_invoice(new.top_up_id);
  return null;
end
$$;
create trigger refund_credit_note after insert or update of status on refund
  for each row execute function credit_note_of_refund();

-- One payment may pay several invoices: a row for each, and all name the first. A mistyped one is taken back as a whole.
alter table receivable_payment
  add column recorded_with text references receivable_payment (id),
  add column reversed_at timestamptz,
  add column reversal_tx_id bigint unique references book_tx (id),
  add column reversed_reason text,
  add column reversed_by_label text,
  add constraint reversed_means_posted check (
    (reversed_at is null) = (reversal_tx_id is null) and (reversed_at is null) = (reversed_reason is null)
    and (reversed_at is null) = (reversed_by_label is null)),
  add constraint outside_has_a_reference check (source <> 'outside' or reference is not null);
create index receivable_payment_parts on receivable_payment (recorded_with) where recorded_with is not null;

-- What a buyer may pay outside Stripe: what is on its invoices and what will be on its next one. Not what it owes on trust
-- for a failed charge: that is still being collected, and taken from the credits of its wallet. While it owes such a sum,
-- only invoices can be paid, as money without one would count for it.
create function payable_outside(p_buyer_id text) returns bigint language sql stable as $$
  select greatest(0, case trust_owed(p_buyer_id)
    when 0 then owed_by(p_buyer_id) else least(invoices_due(p_buyer_id), owed_by(p_buyer_id)) end)
$$;

-- What a payment on a receivable sets right beside its invoices. Under the wallet's lock.
create function after_receivable_payment(p_account_id text, p_buyer_id text) returns void language plpgsql as $$
declare
  v_wallet_id text;
begin
  select b.wallet_id into strict v_wallet_id from buyer b where b.id = p_buyer_id and b.account_id = p_account_id;
  perform resolve_funded_reasons(p_account_id, v_wallet_id);
  perform resolve_dispute_reasons(p_account_id, v_wallet_id);
end
$$;

-- The money that had ended the pause for an overdue invoice was never there: the pause is there again. One that a person
-- has lifted stays lifted. Under the wallet's lock, after the payment was taken off the invoice.
create function pause_for_reversed_payment(p_invoice_id text) returns void language plpgsql as $$
begin
  insert into pause_reason (id, account_id, buyer_id, reason, subject_id, opened_by)
    select new_id('rsn'), i.account_id, i.buyer_id, 'invoice_overdue', i.id, 'invoices'
    from invoice i
    cross join lateral (
      select r.closed_as from pause_reason r where r.buyer_id = i.buyer_id and r.reason = 'invoice_overdue' and r.subject_id = i.id
      order by r.opened_at desc limit 1) last
    where i.id = p_invoice_id and i.status = 'open' and i.overdue_since is not null and last.closed_as = 'paid'
    on conflict do nothing;
end
$$;
