-- The lock that orders everything about a wallet, mail written in the transaction that makes it necessary, and the
-- alert of a low balance.

-- Takes the wallet's lock and answers what is available. Whoever changes pause reasons or the rule of a wallet takes it
-- first: draws write both while they hold it, so the other order could wait in a circle.
create function lock_wallet(p_account_id text, p_wallet_id text) returns bigint language plpgsql as $$
declare
  v_available bigint;
begin
  select b.balance - b.held into v_available from wallet w join book_account b on b.id = w.book_account_id
    where w.id = p_wallet_id and w.account_id = p_account_id for no key update of b;
  if not found then
    raise exception 'no wallet % in account %', p_wallet_id, p_account_id using errcode = 'P0002';
  end if;
  return v_available;
end
$$;

-- Limits of an account are kept in its own currency; elsewhere the same number of major units counts.
create function limit_in_currency(p_limit bigint, p_from text, p_to text) returns bigint language sql stable as $$
  select case when p_from = p_to then p_limit else trunc(
      p_limit * power(10::numeric, (select exponent from currency where code = p_to))
      / power(10::numeric, (select exponent from currency where code = p_from)))::bigint end
$$;

-- One mail for the agency and, where the buyer wants to hear of it, one for the buyer. The same occasion is told once.
create function write_mail(p_account_id text, p_buyer_id text, p_kind text, p_occasion text, p_data jsonb)
returns void language sql as $$
  insert into email (id, account_id, audience, buyer_id, kind, occasion, data)
    select new_id('eml'), p_account_id, a.audience, p_buyer_id, p_kind, p_occasion, p_data
    from (values ('agency'), ('buyer')) as a (audience)
    where a.audience = 'agency'
      or exists (select from buyer b where b.id = p_buyer_id and b.mail_opt_in and b.email is not null)
    on conflict do nothing
$$;

-- Under the wallet's lock. An episode begins when available is at or below the threshold and ends when it exceeds it by
-- a tenth: a balance that hovers at the threshold is told once, not with every lead.
create function keep_low_balance(p_wallet_id text, p_available bigint) returns void language plpgsql as $$
declare
  v_wallet wallet%rowtype;
  v_since timestamptz;
  v_kind text;
begin
  select * into v_wallet from wallet where id = p_wallet_id;
  v_since := v_wallet.low_balance_since;
  if v_since is null and p_available <= v_wallet.low_balance_minor then
    v_since := clock_timestamp();
    update wallet set low_balance_since = v_since where id = p_wallet_id;
    v_kind := 'low_balance';
  elsif v_since is not null and v_wallet.low_balance_minor is null then
    update wallet set low_balance_since = null where id = p_wallet_id;
  elsif v_since is not null and p_available::numeric * 10 >= v_wallet.low_balance_minor::numeric * 11 then
    update wallet set low_balance_since = null where id = p_wallet_id;
    v_kind := 'balance_recovered';
  end if;
  if v_kind is not null then
    perform write_mail(v_wallet.account_id,
      case when v_wallet.owner = 'buyer' then (select id from buyer where wallet_id = p_wallet_id limit 1) end,
      v_kind, p_wallet_id || ':' || rfc3339(v_since), jsonb_build_object(
        'walletId', p_wallet_id,
        'available', jsonb_build_object('amount', p_available, 'currency', v_wallet.currency),
        'lowBalance', jsonb_build_object('amount', v_wallet.low_balance_minor, 'currency', v_wallet.currency)));
  end if;
end
$$;

-- The same with the lock taken here, for whoever changes the threshold.
create function check_low_balance(p_account_id text, p_wallet_id text) returns void language plpgsql as $$
begin
  perform keep_low_balance(p_wallet_id, lock_wallet(p_account_id, p_wallet_id));
end
$$;
