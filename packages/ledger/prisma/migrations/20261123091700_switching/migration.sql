-- A buyer changes how it pays, on what it draws, or its currency, while things are open.

-- Each change as it was confirmed. Also what tells whose a wallet was that nobody draws on any more.
create table buyer_switch (
  id text primary key,
  account_id text not null,
  buyer_id text not null,
  from_mechanism text not null,
  to_mechanism text not null,
  from_wallet_id text not null,
  to_wallet_id text not null,
  from_currency text not null,
  to_currency text not null,
  -- What went along from the buyer's own wallets; one transaction for each of them.
  moved_minor bigint not null default 0 check (moved_minor >= 0),
  switched_by_kind text not null,
  switched_by_id text not null,
  switched_by_label text not null,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (buyer_id, account_id) references buyer (id, account_id),
  foreign key (from_wallet_id, account_id, from_currency) references wallet (id, account_id, currency),
  foreign key (to_wallet_id, account_id, to_currency) references wallet (id, account_id, currency),
  -- A record of nothing would only confuse.
  constraint switch_changes_something check (
    (from_mechanism, from_wallet_id) is distinct from (to_mechanism, to_wallet_id) or moved_minor > 0)
);
create index buyer_switch_buyer on buyer_switch (buyer_id, created_at);
create trigger buyer_switch_append_only before update or delete on buyer_switch
  for each row execute function reject_mutation();
create trigger buyer_switch_no_truncate before truncate on buyer_switch
  for each statement execute function reject_mutation();

alter table book_tx drop constraint book_tx_kind_check;
alter table book_tx add constraint book_tx_kind_check check (kind in (
  'top_up', 'external_credit', 'promotional_credit', 'delivery', 'return', 'refund', 'refund_settled',
  'refund_reversal', 'dispute', 'dispute_reversal', 'dispute_lost', 'stripe_fee', 'correction', 'settlement',
  'receivable_payment', 'write_off', 'transfer'));

-- As before, and: only leads in the buyer's present currency, since a cap is in that currency. A change of the currency
-- deletes the row, so that it is summed anew.
create or replace function spending_of(p_account_id text, p_buyer_id text, p_at timestamptz) returns buyer_spending
language plpgsql stable as $$
declare
  v_zone text := (select time_zone from account where id = p_account_id);
  v_currency text := (select currency from buyer where id = p_buyer_id);
  v_day date := (p_at at time zone v_zone)::date;
  v_month date := date_trunc('month', v_day)::date;
  v_spent buyer_spending;
begin
  select * into v_spent from buyer_spending where buyer_id = p_buyer_id and month = v_month;
  if not found then
    select p_buyer_id, v_month, v_day,
        coalesce(sum(price_minor) filter (where created_at >= v_day::timestamp at time zone v_zone), 0),
        coalesce(sum(price_minor), 0)
      into v_spent
      from delivery
      where buyer_id = p_buyer_id and outcome in ('pending', 'delivered', 'returned') and currency = v_currency
        and created_at >= v_month::timestamp at time zone v_zone;
  elsif v_spent.day <> v_day then
    v_spent.day := v_day;
    v_spent.day_spent_minor := 0;
  end if;
  return v_spent;
end
$$;

-- The wallets of their own that a buyer has left, the last first: nobody draws on them, and what is left in them stays
-- usable.
create function wallets_left_by(p_buyer_id text) returns table (wallet_id text, currency text, book_account_id bigint)
language sql stable as $$
  select w.id, w.currency, w.book_account_id
  from (select s.from_wallet_id, max(s.created_at) as at from buyer_switch s where s.buyer_id = p_buyer_id
    group by s.from_wallet_id) s
  join wallet w on w.id = s.from_wallet_id
  where w.owner = 'buyer' and not exists (select from buyer b where b.wallet_id = w.id)
  order by s.at desc
$$;
