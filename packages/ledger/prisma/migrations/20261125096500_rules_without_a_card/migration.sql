-- A rule that stands still for want of a card is told of: otherwise the balance runs out and nobody knows why nothing refilled it.

alter table email drop constraint email_kind_check;
alter table email add constraint email_kind_check check (kind in (
  'receipt', 'charge_declined', 'action_needed', 'pause_reminder', 'resumed', 'low_balance', 'balance_recovered',
  'card_expiring', 'payer_link', 'invoice_issued', 'invoice_overdue', 'refund_failed', 'dispute_opened',
  'dispute_closed', 'auto_top_up_stopped'));

-- Once for each suspension; where it is only due, and the card is blocked, at most once a day.
create function tell_of_missing_card() returns trigger language plpgsql as $$
declare
  v_suspended boolean := new.suspended_at is not null;
begin
  perform write_mail(new.account_id, new.payer_buyer_id, 'auto_top_up_stopped',
    new.wallet_id || ':' || case when v_suspended then rfc3339(new.suspended_at)
      else to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') end,
    jsonb_build_object('walletId', new.wallet_id, 'because', case when v_suspended then 'no_card' else 'card_refused' end));
  return null;
end
$$;
create trigger auto_top_up_rule_missing_card after update on auto_top_up_rule for each row
  when ((old.suspended_at is null and new.suspended_because = 'no_usable_card')
    or (new.not_started_because = 'no_usable_card' and old.not_started_because is distinct from 'no_usable_card'))
  execute function tell_of_missing_card();
