-- A pause lasts from a buyer's first open reason with the effect `pause` to the last one closed. Whoever opens or closes
-- a reason just writes the row: these triggers keep the episodes, and write what has to be told in the same transaction.

create function keep_pause_episode(p_account_id text, p_buyer_id text) returns void language plpgsql as $$
declare
  v_buyer buyer%rowtype;
  v_episode pause_episode%rowtype;
  v_reasons jsonb;
  v_at timestamptz;
  v_outbox text := new_id('out');
begin
  -- One at a time for each buyer: of two that open and close at once, each would see the other's reason as it was.
  select * into strict v_buyer from buyer where id = p_buyer_id for no key update;
  v_at := clock_timestamp();
  select jsonb_agg(r.reason order by r.opened_at) into v_reasons
    from pause_reason r where r.buyer_id = p_buyer_id and r.closed_at is null and r.effect = 'pause';
  select * into v_episode from pause_episode e where e.buyer_id = p_buyer_id and e.closed_at is null;

  if v_reasons is not null and v_episode.id is null then
    v_episode.id := new_id('pse');
    insert into pause_episode (id, account_id, buyer_id, opened_at) values (v_episode.id, p_account_id, p_buyer_id, v_at);
    insert into outgoing_webhook (id, account_id, type, occasion, payload)
      values (new_id('msg'), p_account_id, 'buyer.paused', v_episode.id, jsonb_build_object('buyerId', p_buyer_id,
        'externalId', v_buyer.external_id, 'reasons', v_reasons, 'at', rfc3339(v_at)));
  elsif v_reasons is null and v_episode.id is not null then
    update pause_episode set closed_at = v_at where id = v_episode.id;
    -- What it was paused for: every reason that was open while it lasted.
    select coalesce(jsonb_agg(distinct r.reason), '[]') into v_reasons from pause_reason r
      where r.buyer_id = p_buyer_id and r.effect = 'pause' and r.closed_at >= v_episode.opened_at;
    insert into outgoing_webhook (id, account_id, type, occasion, payload)
      values (new_id('msg'), p_account_id, 'buyer.resumed', v_episode.id, jsonb_build_object('buyerId', p_buyer_id,
        'externalId', v_buyer.external_id, 'reasons', v_reasons, 'at', rfc3339(v_at)));
    perform write_mail(p_account_id, p_buyer_id, 'resumed', v_episode.id, jsonb_build_object(
      'buyerId', p_buyer_id, 'episodeId', v_episode.id, 'pausedAt', rfc3339(v_episode.opened_at), 'resumedAt', rfc3339(v_at),
      'closedAs', (select r.closed_as from pause_reason r where r.buyer_id = p_buyer_id and r.closed_at is not null
        order by r.closed_at desc limit 1)));
  end if;

  insert into outbox (id, kind, subject_id, payload) values (v_outbox, 'pause_changed', p_buyer_id || ':' || v_outbox,
    jsonb_build_object('buyerId', p_buyer_id, 'accountId', p_account_id));
end
$$;

create function pause_reason_opened() returns trigger language plpgsql as $$
declare
  v_buyer record;
begin
  for v_buyer in select distinct i.account_id, i.buyer_id from inserted i where i.effect = 'pause' and i.closed_at is null
    order by i.buyer_id
  loop
    perform keep_pause_episode(v_buyer.account_id, v_buyer.buyer_id);
  end loop;
  return null;
end
$$;
create trigger pause_reason_opened after insert on pause_reason
  referencing new table as inserted for each statement execute function pause_reason_opened();

create function pause_reason_changed() returns trigger language plpgsql as $$
declare
  v_buyer record;
begin
  for v_buyer in
    select distinct a.account_id, a.buyer_id from before b join after a on a.id = b.id
    where (b.closed_at is null, b.effect) is distinct from (a.closed_at is null, a.effect)
      and 'pause' in (a.effect, b.effect)
    order by a.buyer_id
  loop
    perform keep_pause_episode(v_buyer.account_id, v_buyer.buyer_id);
  end loop;
  return null;
end
$$;
create trigger pause_reason_changed after update on pause_reason
  referencing old table as before new table as after for each statement execute function pause_reason_changed();

-- A reason that vanished would leave its pause without an end.
create trigger pause_reason_no_delete before delete on pause_reason for each row execute function reject_mutation();
create trigger pause_reason_no_truncate before truncate on pause_reason
  for each statement execute function reject_mutation();

-- Buyers who are paused already when these triggers come into being.
select keep_pause_episode(r.account_id, r.buyer_id)
  from (select distinct account_id, buyer_id from pause_reason where closed_at is null) r;
