-- As before, and the mail says since when the balance is low: it may be sent long after.
create or replace function keep_low_balance(p_wallet_id text, p_available bigint) returns void language plpgsql as $$
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
        'since', rfc3339(v_since),
        'available', jsonb_build_object('amount', p_available, 'currency', v_wallet.currency),
        'lowBalance', jsonb_build_object('amount', v_wallet.low_balance_minor, 'currency', v_wallet.currency)));
  end if;
end
$$;
