-- A capture keeps the key of its request with the delivery that it makes, in the one space of keys that deliveries use.

drop function capture_hold(text, text, text, bigint, text, text, jsonb);

-- Turns a hold into the delivery of a lead, for the held amount or less; the rest becomes available again.
-- Nobody compares clocks here: a hold is open until a row of hold_resolution says otherwise.
-- status: captured | replayed (this lead was captured by this hold) | not_found | not_open | exceeds_hold
--       | currency_mismatch | key_reused (the key stands for another request) | lead_delivered (the buyer has this lead already; delivery_id says which; the hold stays as it is).
create function capture_hold(
  p_account_id text, p_hold_id text, p_delivery_id text, p_amount bigint, p_currency text, p_lead_id text,
  p_labels jsonb, p_key text, p_hash bytea,
  out status text, out delivery_id text
) language plpgsql as $$
#variable_conflict use_column
declare
  v_hold hold%rowtype;
  v_ended record;
  v_known record;
  v_book book_account%rowtype;
  v_price bigint;
  v_at timestamptz;
  v_tx bigint;
  v_hash bytea;
  v_spent buyer_spending;
begin
  select * into v_hold from hold h
    where h.id = p_hold_id and h.account_id = p_account_id and h.outcome = 'placed';
  if not found then
    status := 'not_found';
    return;
  end if;
  select b.* into v_book from wallet w join book_account b on b.id = w.book_account_id
    where w.id = v_hold.wallet_id for no key update of b;
  if p_key is not null then
    select d.id, d.request_hash into v_known from delivery d
      where d.account_id = p_account_id and d.idempotency_key = p_key;
    if found then
      status := case when v_known.request_hash = p_hash then 'replayed' else 'key_reused' end;
      delivery_id := v_known.id;
      return;
    end if;
  end if;
  select r.kind, r.delivery_id, d.lead_id into v_ended
    from hold_resolution r left join delivery d on d.id = r.delivery_id where r.hold_id = p_hold_id;
  if found then
    delivery_id := v_ended.delivery_id;
    status := case when v_ended.kind = 'captured' and v_ended.lead_id = p_lead_id then 'replayed' else 'not_open' end;
    return;
  end if;
  if p_amount is not null and p_currency is distinct from v_hold.currency then
    status := 'currency_mismatch';
    return;
  end if;
  v_price := coalesce(p_amount, v_hold.amount_minor);
  if v_price > v_hold.amount_minor then
    status := 'exceeds_hold';
    return;
  end if;
  select d.id into delivery_id from delivery d
    where d.account_id = p_account_id and d.buyer_id = v_hold.buyer_id and d.lead_id = p_lead_id
      and d.outcome in ('pending', 'delivered', 'returned');
  if found then
    status := 'lead_delivered';
    return;
  end if;

  v_at := greatest(clock_timestamp(), v_book.last_at + interval '1 microsecond');
  v_hash := entry_hash(v_book.head_hash, v_book.id, v_book.version + 1, -v_price, v_book.balance - v_price, v_at,
    'delivery:' || p_delivery_id);
  insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
      balance_after_minor, available_seen_minor, version_seen, labels, hold_id, idempotency_key, request_hash,
      created_at)
    values (p_delivery_id, p_account_id, v_hold.buyer_id, v_hold.wallet_id, p_lead_id, v_price, v_hold.currency,
      'delivered', 'wallet', v_book.balance - v_price, v_book.balance - v_book.held + v_hold.amount_minor,
      v_book.version + 1, p_labels, p_hold_id, p_key, p_hash, v_at);
  insert into hold_resolution (hold_id, kind, captured_minor, delivery_id, at)
    values (p_hold_id, 'captured', v_price, p_delivery_id, v_at);
  delete from open_hold where hold_id = p_hold_id;
  insert into book_tx (account_id, key, kind, subject_id, created_at)
    values (p_account_id, 'delivery:' || p_delivery_id, 'delivery', p_delivery_id, v_at) returning id into v_tx;
  insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
      version, prev_version, balance_before, balance_after, hash, created_at)
    values
      (v_tx, 1, p_account_id, v_book.id, v_book.currency, -v_price, v_book.version + 1, nullif(v_book.version, 0),
        v_book.balance, v_book.balance - v_price, v_hash, v_at),
      (v_tx, 2, p_account_id, open_book(p_account_id, 'lead_revenue', '', v_book.currency), v_book.currency, v_price,
        null, null, null, null, null, v_at);
  update book_account
    set balance = balance - v_price, held = held - v_hold.amount_minor, version = version + 1, head_hash = v_hash,
      last_at = v_at
    where id = v_book.id;
  if exists (select from buyer b where b.id = v_hold.buyer_id
      and (b.daily_cap_minor is not null or b.monthly_cap_minor is not null)) then
    -- The delivery above is in the deliveries already: only a row that is there needs the sum added.
    v_spent := spending_of(p_account_id, v_hold.buyer_id, v_at);
    if exists (select from buyer_spending s where s.buyer_id = v_spent.buyer_id and s.month = v_spent.month) then
      v_spent.day_spent_minor := v_spent.day_spent_minor + v_price;
      v_spent.month_spent_minor := v_spent.month_spent_minor + v_price;
    end if;
    perform keep_spending(array[v_spent]);
  end if;
  status := 'captured';
  delivery_id := p_delivery_id;
end
$$;
