-- A rebuild, for comparison, of the shape that pgledger documents: running balances of both sides kept on the account
-- rows, locked in id order, amounts as NUMERIC, previous and current balance on each entry. Keys are not part of it.
create table double_account (
  id text primary key,
  currency text not null,
  balance numeric not null default 0,
  version bigint not null default 0,
  allow_negative boolean not null,
  updated_at timestamptz not null default now()
);
create table double_transfer (
  id bigint generated always as identity primary key,
  from_account_id text not null references double_account (id),
  to_account_id text not null references double_account (id),
  amount numeric not null check (amount > 0),
  created_at timestamptz not null default now(),
  check (from_account_id <> to_account_id)
);
create index double_transfer_from on double_transfer (from_account_id);
create index double_transfer_to on double_transfer (to_account_id);
create table double_entry (
  id bigint generated always as identity primary key,
  account_id text not null references double_account (id),
  transfer_id bigint not null references double_transfer (id),
  amount numeric not null,
  previous_balance numeric not null,
  current_balance numeric not null,
  account_version bigint not null,
  created_at timestamptz not null default now()
);
create index double_entry_account on double_entry (account_id);
create index double_entry_transfer on double_entry (transfer_id);

create function double_create_transfer(p_from text, p_to text, p_amount numeric) returns bigint language plpgsql as $$
declare
  v_from double_account;
  v_to double_account;
  v_transfer bigint;
begin
  perform from double_account where id in (p_from, p_to) order by id for update;
  update double_account set balance = balance - p_amount, version = version + 1, updated_at = now()
    where id = p_from returning * into v_from;
  update double_account set balance = balance + p_amount, version = version + 1, updated_at = now()
    where id = p_to returning * into v_to;
  if v_from.balance < 0 and not v_from.allow_negative then
    raise exception 'insufficient funds';
  end if;
  if v_from.currency <> v_to.currency then
    raise exception 'different currencies';
  end if;
  insert into double_transfer (from_account_id, to_account_id, amount) values (p_from, p_to, p_amount)
    returning id into v_transfer;
  insert into double_entry (account_id, transfer_id, amount, previous_balance, current_balance, account_version)
    values (p_from, v_transfer, -p_amount, v_from.balance + p_amount, v_from.balance, v_from.version),
           (p_to, v_transfer, p_amount, v_to.balance - p_amount, v_to.balance, v_to.version);
  return v_transfer;
end
$$;
