-- What keeps a card that was given for one payment from making another, what tells of a rule without a card, and what
-- keeps a platform flag from opening twice are among the guards that the report looks for.

create or replace function audit_guards() returns table (invariant text, subject text, detail text) language sql stable as $$
  select 'I11', g.guard, 'this guard is missing or switched off' from (values
      ('book_entry_balanced'), ('book_entry_append_only'), ('book_entry_no_truncate'), ('book_tx_append_only'),
      ('book_tx_no_truncate'), ('book_account_identity'), ('book_account_no_delete'), ('audit_log_append_only'),
      ('audit_log_no_truncate'), ('delivery_decided_once'), ('delivery_in_its_account'),
      ('buyer_no_delete'), ('buyer_no_truncate'), ('buyer_keeps_its_identity'), ('hold_append_only'), ('hold_no_truncate'),
      ('hold_resolution_append_only'), ('hold_resolution_no_truncate'), ('charge_payment_intent'),
      ('charge_with_its_card'), ('attempt_with_its_card'), ('auto_top_up_rule_missing_card')) as g (guard)
    where not exists (select from pg_trigger t where t.tgname = g.guard and t.tgenabled in ('O', 'A'))
  union all
  select 'I11', g.guard, 'this constraint is missing or not valid' from (values
      ('never_overdrawn'), ('held_is_not_negative'), ('lazy_has_no_state'), ('one_posting_per_key'),
      ('balance_runs_on'), ('version_runs_on'), ('chained_or_not'),
      ('wallet_has_a_floor'), ('charge_top_up_id_key'), ('charge_payment_intent_id_key'),
      ('final_states_have_an_end'), ('buyer_card_names_the_buyer'),
      ('succeeded_means_posted'), ('one_top_up_per_key'), ('one_hold_per_key'),
      ('insufficient_funds_were_insufficient'), ('payment_method_for_one_payment'), ('payment_method_detached'),
      ('payer_link_offer')) as g (guard)
    where not exists (select from pg_constraint c where c.conname = g.guard and c.convalidated)
  union all
  select 'I11', g.guard, 'this unique index is missing' from (values
      ('delivery_once'), ('one_delivery_per_key'), ('delivery_of_hold'), ('top_up_one_automatic'),
      ('payment_method_one_default'), ('book_entry_version'), ('book_tx_external_ref'), ('platform_flag_one_open')) as g (guard)
    where not exists (
      select from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relname = g.guard and i.indisunique and i.indisvalid)
$$;
