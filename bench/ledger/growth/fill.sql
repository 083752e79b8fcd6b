-- Books with a past: as many draws as asked for, half of them on the first wallet, the others spread over the rest.
-- Rows, balances, versions and links are those that draws would have left, at prices of one unit; only the hashes
-- stand for nothing. Triggers are off for this session, as the history is written in bulk.
create function fill_books(p_from bigint, p_to bigint) returns void language plpgsql
set session_replication_role = replica set synchronous_commit = off as $$
declare
  v_wallets bigint := (select count(*) from filled_wallet);
  v_revenue bigint := (select id from book_account where kind = 'lead_revenue');
begin
  create temporary table draw on commit drop as
    select n, nextval('book_tx_id_seq') as tx_id, w.account_id, w.buyer_id, w.wallet_id, w.book_id,
      'dlv_0' || lpad(n::text, 25, '0') as id, gen_random_uuid()::text as lead_id, sha256(int8send(n)) as hash,
      w.version + row_number() over (partition by w.place order by n) as version,
      w.balance - row_number() over (partition by w.place order by n) as balance,
      timestamptz '2026-01-01' + n * interval '1 microsecond' as at
    from generate_series(p_from, p_to) as n
    join filled_wallet w on w.place = case when n % 2 = 0 or v_wallets = 1 then 0 else 1 + (n / 2) % (v_wallets - 1) end;
  insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
      balance_after_minor, available_seen_minor, version_seen, created_at)
    select id, account_id, buyer_id, wallet_id, lead_id, 1, 'USD', 'delivered', 'wallet', balance, balance + 1, version,
      at from draw order by n;
  insert into book_tx (id, account_id, key, kind, subject_id, created_at) overriding system value
    select tx_id, account_id, 'delivery:' || id, 'delivery', id, at from draw order by n;
  insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, version, prev_version,
      balance_before, balance_after, hash, created_at)
    select tx_id, line, account_id, case line when 1 then book_id else v_revenue end, 'USD',
      case line when 1 then -1 else 1 end, case line when 1 then version end, case line when 1 then version - 1 end,
      case line when 1 then balance + 1 end, case line when 1 then balance end, case line when 1 then hash end, at
    from draw cross join generate_series(1, 2) as line order by n, line;
  with last as (select distinct on (book_id) * from draw order by book_id, version desc)
  update book_account b set balance = l.balance, version = l.version, head_hash = l.hash, last_at = l.at
    from last l where b.id = l.book_id;
  update filled_wallet w set balance = b.balance, version = b.version from book_account b where b.id = w.book_id;
end
$$;

create table filled_wallet as
  select row_number() over (order by b.id) - 1 as place, b.account_id, b.id as buyer_id, w.id as wallet_id,
    k.id as book_id, k.balance, k.version
  from buyer b join wallet w on w.id = b.wallet_id join book_account k on k.id = w.book_account_id;

-- The server's own time for one call, without the network and the commit.
create function timed_deliver_leads(
  p_account_id text, p_wallet_id text, p_delivery_ids text[], p_buyer_ids text[], p_lead_ids text[], p_keys text[],
  p_price bigint
) returns double precision language plpgsql as $$
declare
  v_from timestamptz;
  v_count int := cardinality(p_lead_ids);
  v_none text[] := array_fill(null::text, array[v_count]);
  v_prices bigint[] := array_fill(p_price, array[v_count]);
  v_currencies text[] := array_fill('USD'::text, array[v_count]);
  v_hashes bytea[] := array(select case when key is not null then sha256('bench') end from unnest(p_keys) as key);
begin
  v_from := clock_timestamp();
  perform deliver_leads(p_account_id, p_wallet_id, true, p_delivery_ids, p_buyer_ids, v_none, p_lead_ids, v_prices,
    v_currencies, v_none::jsonb[], p_keys, v_hashes);
  return extract(epoch from clock_timestamp() - v_from) * 1000;
end
$$;
