import type { Violation } from './violations.ts';

const PAID = `(select id from top_up where funding = 'account_card' and status = 'succeeded' order by id limit 1)`;
const OPEN = `(select id from top_up where status = 'pending')`;
const WITHOUT_TRIGGERS = 'set session_replication_role = replica';
const APPEND_ONLY = { code: '55000' };

/** How the invariants of the records beside the books, and of the guards themselves, are broken. */
export const recordViolations: Violation[] = [
  {
    invariant: 'I6',
    what: 'a top-up that succeeded without a credit',
    refused: { constraint: 'succeeded_means_posted' },
    unguard: 'alter table top_up drop constraint succeeded_means_posted',
    sql: `update top_up set tx_id = null where id = ${PAID}`,
    reported: ['I11', 'I6'],
  },
  {
    invariant: 'I6',
    what: 'a credit of another amount than its top-up',
    sql: `update top_up set amount_minor = amount_minor + 1 where id = ${PAID}`,
    reported: ['I6'],
  },
  {
    invariant: 'I6',
    what: 'money that Stripe collected and nobody credited',
    sql: `update charge set status = 'succeeded' where top_up_id = ${OPEN}`,
    reported: ['I13', 'I6'],
  },
  {
    invariant: 'I6',
    what: 'a credit by card that was never paid',
    sql: `update charge set status = 'declined' where top_up_id = ${PAID}`,
    reported: ['I13', 'I6'],
  },
  {
    invariant: 'I7',
    what: 'two charges for one top-up',
    refused: { constraint: 'charge_top_up_id_key' },
    unguard: 'alter table charge drop constraint charge_top_up_id_key',
    sql: `insert into charge (id, account_id, purpose, top_up_id, payment_method_id, stripe_customer_id, amount_minor,
        currency, status)
      select 'chg_x', account_id, purpose, top_up_id, payment_method_id, stripe_customer_id, amount_minor, currency,
        'open' from charge where top_up_id = ${OPEN}`,
    reported: ['I11', 'I7'],
  },
  {
    invariant: 'I7',
    what: 'one PaymentIntent for two charges',
    refused: { constraint: 'charge_payment_intent_id_key' },
    unguard: 'alter table charge drop constraint charge_payment_intent_id_key',
    sql: `update charge set payment_intent_id = 'pi_1' where top_up_id = ${OPEN}`,
    reported: ['I11', 'I7'],
  },
  {
    invariant: 'I8',
    what: 'more taken back of a credit than it gave',
    sql: `select post_transaction(t.account_id, 'refund:x', 'refund', 'x', null, t.id, array[b.id, c.id], array[5001, -5001])
      from top_up u join book_tx t on t.id = u.tx_id
      join book_account b on b.account_id = t.account_id and b.kind = 'stripe_clearing'
      join book_account c on c.account_id = t.account_id and c.kind = 'lead_revenue' where u.id = ${PAID}`,
    reported: ['I8'],
  },
  {
    invariant: 'I9',
    what: 'two automatic top-ups of one wallet at once',
    refused: { constraint: 'top_up_one_automatic' },
    unguard: 'drop index top_up_one_automatic',
    sql: `with u as (insert into top_up (id, account_id, wallet_id, amount_minor, currency, funding, trigger, status,
          requested_by_kind, requested_by_id, requested_by_label)
        select 'top_x' || n, account_id, wallet_id, 500, currency, 'account_card', 'auto', 'pending', 'system', 'x', 'x'
        from top_up, generate_series(1, 2) n where top_up.id = ${OPEN} returning id, account_id)
      insert into audit_log (id, account_id, actor_kind, actor_id, actor_label, action, subject_id)
      select 'aud_' || id, account_id, 'system', 'x', 'x', 'top_up.requested', id from u`,
    reported: ['I11', 'I9'],
  },
  {
    invariant: 'I10',
    what: 'a buyer whose spending was counted too low, so that his cap lets more through',
    sql: `update buyer_spending set day_spent_minor = day_spent_minor - 1, month_spent_minor = month_spent_minor - 1`,
    reported: ['I10'],
  },
  {
    invariant: 'I11',
    what: 'an entry that was rewritten, sums and balances agreeing',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `update book_entry set created_at = created_at + interval '1 microsecond' where version = 1`,
    reported: ['I11'],
  },
  {
    invariant: 'I11',
    what: 'a forged head of the hash chain',
    sql: `update book_account set head_hash = '\\x00' where kind = 'wallet'`,
    reported: ['I11'],
  },
  {
    invariant: 'I11',
    what: 'a guard that was switched off',
    sql: 'alter table book_entry disable trigger book_entry_append_only',
    reported: ['I11'],
  },
  {
    invariant: 'I11',
    what: 'an index gone that keeps a lead from being sold twice',
    sql: 'drop index delivery_once',
    reported: ['I11'],
  },
  {
    invariant: 'I12',
    what: 'an event of Stripe that nobody processes any more',
    sql: `update outbox set done_at = now() where kind = 'stripe_event'`,
    reported: ['I12'],
  },
  {
    invariant: 'I13',
    what: 'another sum collected at Stripe than credited',
    sql: `update charge set amount_minor = amount_minor + 1 where top_up_id = ${PAID}`,
    reported: ['I13'],
  },
  {
    invariant: 'I14',
    what: 'a line on the book of another tenant',
    refused: { constraint: 'entries_stay_in_their_books' },
    unguard: WITHOUT_TRIGGERS,
    sql: `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
      select t.id, 2 + n, t.account_id, b.id, b.currency, case n when 1 then 5 else -5 end, now()
      from (select * from book_tx where kind = 'delivery' order by id limit 1) t
      cross join lateral (
        select * from book_account b where b.account_id <> t.account_id and not b.strict order by b.id limit 1) b,
        generate_series(1, 2) n`,
    reported: ['I14'],
  },
  {
    invariant: 'I14',
    what: 'a delivery on the wallet of another tenant',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `update delivery d set wallet_id = (select id from wallet w where w.account_id <> d.account_id limit 1)
      where outcome = 'refused'`,
    reported: ['I14'],
  },
  {
    invariant: 'I15',
    what: 'a change whose row in the audit log vanished',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `delete from audit_log where action = 'buyer.created'`,
    reported: ['I15'],
  },
  ...(['top_up.requested', 'top_up.canceled', 'wallet.created', 'payment_method.saved'] as const).map(
    (action) => ({
      invariant: 'I15',
      what: `no record of who asked for it: ${action}`,
      unguard: WITHOUT_TRIGGERS,
      sql: `delete from audit_log where action = '${action}'`,
      reported: ['I15'],
    }),
  ),
];
