-- The least that writing the same rows can cost: the same columns, primary keys, and nothing that checks anything.
create table limit_book (like book_account) with (fillfactor = 50);
alter table limit_book add primary key (id);
insert into limit_book select * from book_account;
create table limit_delivery (like delivery);
alter table limit_delivery add primary key (id);
create table limit_tx (like book_tx);
alter table limit_tx add primary key (id);
create table limit_entry (like book_entry);
alter table limit_entry add primary key (tx_id, line);
create sequence limit_tx_id cache 1;

create function limit_post(
  p_account_id text, p_wallet_id text, p_book bigint, p_revenue bigint, p_ids text[], p_buyer_ids text[],
  p_lead_ids text[], p_prices bigint[], p_keys text[], p_hashes bytea[]
) returns table (balance_after bigint) language plpgsql as $$
declare
  v_balance bigint;
  v_version bigint;
  v_at timestamptz;
begin
  select balance, version into v_balance, v_version from limit_book where id = p_book for no key update;
  v_at := clock_timestamp();
  return query
  with draw as materialized (
    select d.*, nextval('limit_tx_id') as tx, v_version + d.n as version,
      v_balance - sum(d.price) over (order by d.n)::bigint as after
    from unnest(p_ids, p_buyer_ids, p_lead_ids, p_prices, p_keys, p_hashes)
      with ordinality as d (id, buyer_id, lead_id, price, key, request_hash, n)
  ), deliveries as (
    insert into limit_delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome,
        funded_by, balance_after_minor, available_seen_minor, version_seen, idempotency_key, request_hash, created_at)
      select d.id, p_account_id, d.buyer_id, p_wallet_id, d.lead_id, d.price, 'USD', 'delivered', 'wallet', d.after,
        d.after + d.price, d.version, d.key, d.request_hash, v_at from draw d
  ), transactions as (
    insert into limit_tx (id, account_id, key, kind, subject_id, created_at, xid)
      select d.tx, p_account_id, 'delivery:' || d.id, 'delivery', d.id, v_at, pg_current_xact_id() from draw d
  ), entries as (
    insert into limit_entry (tx_id, line, account_id, book_account_id, currency, amount, version, prev_version,
        balance_before, balance_after, hash, created_at)
      select d.tx, 1, p_account_id, p_book, 'USD', -d.price, d.version, d.version - 1, d.after + d.price, d.after,
        ''::bytea, v_at from draw d
      union all
      select d.tx, 2, p_account_id, p_revenue, 'USD', d.price, null, null, null, null, null, v_at from draw d
  ), book as (
    update limit_book b set balance = t.after, version = t.version, last_at = v_at
      from (select d.after, d.version from draw d order by d.n desc limit 1) t where b.id = p_book
  )
  select d.after from draw d order by d.n;
end
$$;

-- The same for several wallets in one call, as group posting does it.
create function limit_post_of_wallets(
  p_account_id text, p_wallet_ids text[], p_books bigint[], p_counts int[], p_revenue bigint, p_ids text[],
  p_buyer_ids text[], p_lead_ids text[], p_prices bigint[], p_keys text[], p_hashes bytea[]
) returns table (balance_after bigint) language plpgsql as $$
declare
  v_first int := 1;
  v_last int;
begin
  for i in 1 .. cardinality(p_wallet_ids) loop
    v_last := v_first + p_counts[i] - 1;
    return query select l.balance_after from limit_post(p_account_id, p_wallet_ids[i], p_books[i], p_revenue,
      p_ids[v_first:v_last], p_buyer_ids[v_first:v_last], p_lead_ids[v_first:v_last], p_prices[v_first:v_last],
      p_keys[v_first:v_last], p_hashes[v_first:v_last]) as l;
    v_first := v_last + 1;
  end loop;
end
$$;
