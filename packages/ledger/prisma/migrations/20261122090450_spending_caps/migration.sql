-- What buyers with a spending cap have spent in their present day and month, in the account's time zone. One row for
-- a buyer and month, changed only under the lock of the wallet that the buyer draws on. Buyers without caps have none,
-- so that they pay nothing for the caps of others.

create table buyer_spending (
  buyer_id text not null references buyer (id),
  month date not null check (month = date_trunc('month', month)),
  day date not null,
  day_spent_minor bigint not null check (day_spent_minor >= 0),
  month_spent_minor bigint not null check (month_spent_minor >= day_spent_minor),
  primary key (buyer_id, month)
) with (fillfactor = 50);

-- What the buyer has spent in the day and month of an instant. Without a row yet (the cap is new, or the month is) it
-- is summed from the deliveries, once. Returned leads count as spent: a return frees no cap.
create function spending_of(p_account_id text, p_buyer_id text, p_at timestamptz) returns buyer_spending
language plpgsql stable as $$
declare
  v_zone text := (select time_zone from account where id = p_account_id);
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
      where buyer_id = p_buyer_id and outcome in ('pending', 'delivered', 'returned')
        and created_at >= v_month::timestamp at time zone v_zone;
  elsif v_spent.day <> v_day then
    v_spent.day := v_day;
    v_spent.day_spent_minor := 0;
  end if;
  return v_spent;
end
$$;

create function keep_spending(p_spent buyer_spending[]) returns void language sql as $$
  insert into buyer_spending (buyer_id, month, day, day_spent_minor, month_spent_minor)
    select s.buyer_id, s.month, s.day, s.day_spent_minor, s.month_spent_minor from unnest(p_spent) as s
    on conflict (buyer_id, month) do update
      set day = excluded.day, day_spent_minor = excluded.day_spent_minor, month_spent_minor = excluded.month_spent_minor
$$;
