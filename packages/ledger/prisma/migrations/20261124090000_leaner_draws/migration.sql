-- Drawing costs less: what a lone draw or a group of them pays for besides its rows.

-- Only deliveries with a key stand in the index of keys; a lead is its own natural key, so most have none.
alter table delivery drop constraint one_delivery_per_key;
create unique index one_delivery_per_key on delivery (account_id, idempotency_key) where idempotency_key is not null;

-- As before, in two steps. The first looks at all the lines of a statement together (what follows an entry of the same
-- statement needs no look-up, and all transactions are found by one walk through their index) and nearly always sees
-- that everything is sound. Whatever it cannot vouch for, the second step judges, line by line, and says what is wrong.
create or replace function entries_must_balance() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set enable_material = off set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  v_tx_ids bigint[];
  v_account_ids text[];
  v_balanced boolean;
begin
  select array_agg(t.tx_id), array_agg(t.account_id), bool_and(t.total = 0) into v_tx_ids, v_account_ids, v_balanced
    from (
      select i.tx_id, i.account_id, sum(i.amount) as total from inserted i
      group by i.tx_id, i.account_id, i.currency order by i.tx_id
    ) t;
  if v_balanced
    and v_account_ids = array(select t.account_id from book_tx t where t.id = any (v_tx_ids) order by t.id)
    and not exists (
      select from (
        select distinct i.book_account_id, i.account_id, i.currency, i.version is not null as strict from inserted i
      ) i
      left join book_account b on b.id = i.book_account_id
      where (b.account_id, b.currency, b.strict) is distinct from (i.account_id, i.currency, i.strict))
    and not exists (
      select from (
        select i.book_account_id, i.prev_version, i.balance_before, lag(i.version) over run as version_before,
          lag(i.balance_after) over run as ended_at
        from inserted i where i.prev_version is not null
        window run as (partition by i.book_account_id order by i.version)
      ) i
      where i.balance_before is distinct from case
        when i.version_before = i.prev_version then i.ended_at
        else (
          select p.balance_after from book_entry p
          where p.book_account_id = i.book_account_id and p.version = i.prev_version) end)
  then
    return null;
  end if;

  if exists (select from inserted group by tx_id, currency having sum(amount) <> 0) then
    raise exception 'the lines of a transaction do not sum to zero' using errcode = '23514', constraint = 'entries_balance';
  end if;
  if exists (
    select from (select distinct tx_id, account_id from inserted) i
    left join book_tx t on t.id = i.tx_id
    where t.account_id is distinct from i.account_id
  ) or exists (
    select from (
      select distinct book_account_id, account_id, currency, version is not null as strict from inserted
    ) i
    left join book_account b on b.id = i.book_account_id
    where (b.account_id, b.currency, b.strict) is distinct from (i.account_id, i.currency, i.strict)
  ) then
    raise exception 'a line crosses tenants or currencies, or names no book'
      using errcode = '23514', constraint = 'entries_stay_in_their_books';
  end if;
  if exists (
    select from inserted i
    left join book_entry p on p.book_account_id = i.book_account_id and p.version = i.prev_version
    where i.prev_version is not null and p.balance_after is distinct from i.balance_before
  ) then
    raise exception 'an entry does not start where the one before it ended'
      using errcode = '23503', constraint = 'entries_run_on';
  end if;
  return null;
end
$$;
