-- Opening books and posting to them.

-- The id of a book, opened when it is not there yet. Wallets never go below zero; receivables have no floor here.
create function open_book(p_account_id text, p_kind text, p_owner_id text, p_currency text) returns bigint
language plpgsql as $$
declare
  v_id bigint;
begin
  select id into v_id from book_account
    where account_id = p_account_id and kind = p_kind and owner_id = p_owner_id and currency = p_currency;
  if v_id is null then
    insert into book_account (account_id, kind, owner_id, currency, min_available)
      values (p_account_id, p_kind, p_owner_id, p_currency, case when p_kind = 'wallet' then 0 end)
      on conflict (account_id, kind, owner_id, currency) do nothing
      returning id into v_id;
    if v_id is null then
      select id into strict v_id from book_account
        where account_id = p_account_id and kind = p_kind and owner_id = p_owner_id and currency = p_currency;
    end if;
  end if;
  return v_id;
end
$$;

-- The link of the hash chain. Fixed-width fields first, the key last, so that no two entries share their bytes.
create function entry_hash(
  p_previous bytea, p_book bigint, p_version bigint, p_amount bigint, p_balance_after bigint, p_at timestamptz, p_key text
) returns bytea language plpgsql immutable parallel safe as $$
begin
  return sha256(p_previous || int8send(p_book) || int8send(p_version) || int8send(p_amount)
    || int8send(p_balance_after) || timestamptz_send(p_at) || convert_to(p_key, 'UTF8'));
end
$$;

-- Posts one business event with any number of lines, once for its key.
-- status: posted | replayed (the same lines were posted under this key before) | key_reused (other lines were)
--       | floor_reached (a strict book would fall below its floor: nothing was written).
-- Business outcomes are answers, never exceptions. Strict books are locked in id order, so that two postings never
-- wait for each other in a circle.
create function post_transaction(
  p_account_id text, p_key text, p_kind text, p_subject_id text, p_external_ref text, p_reverses_tx_id bigint,
  p_books bigint[], p_amounts bigint[],
  out status text, out tx_id bigint, out balances bigint[]
) language plpgsql as $$
#variable_conflict use_column
declare
  v_lines_hash bytea := sha256(convert_to(p_kind || ':' || p_books::text || ':' || p_amounts::text, 'UTF8'));
  v_known record;
  v_book book_account%rowtype;
  v_books book_account[] := '{}';
  v_ids bigint[] := '{}';
  v_at timestamptz := clock_timestamp();
  v_position int;
  v_currencies text[] := '{}';
  v_versions bigint[] := '{}';
  v_befores bigint[] := '{}';
  v_afters bigint[] := '{}';
  v_hashes bytea[] := '{}';
  v_times timestamptz[] := '{}';
begin
  for v_book in
    select * from book_account where account_id = p_account_id and id = any (p_books) and strict
    order by id for no key update
  loop
    v_books := v_books || v_book;
    v_ids := v_ids || v_book.id;
    v_at := greatest(v_at, v_book.last_at + interval '1 microsecond');
  end loop;

  -- After the lock: whoever held it before us has committed by now, so that its posting is seen.
  select t.id, t.lines_hash into v_known from book_tx t where t.account_id = p_account_id and t.key = p_key;
  if found then
    tx_id := v_known.id;
    status := case when v_known.lines_hash = v_lines_hash then 'replayed' else 'key_reused' end;
    select array_agg(e.balance_after order by e.line) into balances from book_entry e where e.tx_id = v_known.id;
    return;
  end if;

  for i in 1 .. cardinality(p_books) loop
    v_times[i] := v_at;
    v_position := array_position(v_ids, p_books[i]);
    if v_position is null then
      v_currencies[i] := (select currency from book_account where account_id = p_account_id and id = p_books[i]);
      v_versions[i] := null; v_befores[i] := null; v_afters[i] := null; v_hashes[i] := null;
      continue;
    end if;
    v_book := v_books[v_position];
    if p_amounts[i] < 0 and v_book.balance - v_book.held + p_amounts[i] < v_book.min_available then
      status := 'floor_reached';
      balances := array[v_book.balance - v_book.held];
      return;
    end if;
    v_currencies[i] := v_book.currency;
    v_befores[i] := v_book.balance;
    v_book.balance := v_book.balance + p_amounts[i];
    v_book.version := v_book.version + 1;
    v_book.head_hash := entry_hash(
      v_book.head_hash, v_book.id, v_book.version, p_amounts[i], v_book.balance, v_at, p_key);
    v_book.last_at := v_at;
    v_afters[i] := v_book.balance; v_versions[i] := v_book.version; v_hashes[i] := v_book.head_hash;
    v_books[v_position] := v_book;
    -- Two lines on one book must not share an instant: time is strictly increasing within a book.
    v_at := v_at + interval '1 microsecond';
  end loop;

  insert into book_tx (account_id, key, kind, subject_id, lines_hash, external_ref, reverses_tx_id, created_at)
    values (p_account_id, p_key, p_kind, p_subject_id, v_lines_hash, p_external_ref, p_reverses_tx_id, v_at)
    returning id into tx_id;
  insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount,
      version, prev_version, balance_before, balance_after, hash, created_at)
    select tx_id, l.line, p_account_id, l.book, l.currency, l.amount,
      l.version, nullif(l.version - 1, 0), l.before, l.after, l.hash, l.at
    from unnest(p_books, v_currencies, p_amounts, v_versions, v_befores, v_afters, v_hashes, v_times)
      with ordinality as l (book, currency, amount, version, before, after, hash, at, line);
  update book_account b
    set balance = u.balance, version = u.version, head_hash = u.head_hash, last_at = u.last_at
    from unnest(v_books) as u where b.id = u.id;
  status := 'posted';
  balances := v_afters;
end
$$;
