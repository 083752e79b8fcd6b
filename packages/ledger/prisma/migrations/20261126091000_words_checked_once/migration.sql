-- The words of the tables that every draw writes to are kept by their types, and the kinds of books by a table. The
-- database reads the text of a CHECK constraint again for each statement, and a list of words is a long text: these five
-- were a tenth of what a lone lead cost. It remembers a type, and a foreign key is looked at only when its column changes.

-- Types first, words then: so the rows that are there are looked at, and not written anew.
create domain delivery_outcome as text;
create domain funding_rung as text;
create domain funding_reason as text;
create domain book_tx_kind as text;

alter table delivery
  drop constraint delivery_outcome_check,
  drop constraint delivery_funded_by_check,
  drop constraint delivery_funding_reason_check,
  alter column outcome type delivery_outcome,
  alter column funded_by type funding_rung,
  alter column funding_reason type funding_reason;
alter table book_tx
  drop constraint book_tx_kind_check,
  alter column kind type book_tx_kind;

alter domain delivery_outcome add check (value in ('delivered', 'pending', 'returned', 'refused'));
alter domain funding_rung add check (value in ('wallet', 'card', 'credit', 'manual', 'trust'));
alter domain funding_reason add check (value in (
  'wallet_short', 'direct_charge', 'within_credit_limit', 'manual_billing', 'trusted_while_retrying'));
alter domain book_tx_kind add check (value in (
  'top_up', 'external_credit', 'promotional_credit', 'delivery', 'return', 'refund', 'refund_settled',
  'refund_reversal', 'dispute', 'dispute_reversal', 'dispute_lost', 'stripe_fee', 'correction', 'settlement',
  'receivable_payment', 'write_off', 'transfer'));

-- Whether a book is strict is generated from its kind, whose type can't change therefore.
create table book_kind (kind text primary key);
insert into book_kind values
  ('wallet'), ('receivable'), ('stripe_clearing'), ('external_receipts'), ('promotions'), ('lead_revenue'),
  ('refunds_in_flight'), ('disputed_funds'), ('stripe_fees'), ('write_offs');
alter table book_account
  drop constraint book_account_kind_check,
  add constraint book_account_kind_fkey foreign key (kind) references book_kind (kind);
