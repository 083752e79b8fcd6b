/** One way of breaking an invariant by going around every line of our code. */
export type Violation = {
  invariant: string;
  what: string;
  /** What the database says to it while its guards stand; left out where it cannot know better. */
  refused?: { code: string } | { constraint: string };
  /** Takes the guard away, as only its owner can. */
  unguard?: string;
  sql: string;
  /** All that the audit reports then. */
  reported: string[];
};

const WITHOUT_TRIGGERS = 'set session_replication_role = replica';
const APPEND_ONLY = { code: '55000' };

const newTx = (key: string, kind = 'correction') =>
  `insert into book_tx (account_id, key, kind, subject_id, created_at)
   select account_id, '${key}', '${kind}', 'x', now() from book_tx where kind = 'delivery' order by id limit 1`;
const lazyLine = (line: number, amount: number, book = 'lead_revenue') =>
  `insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
   select t.id, ${line}, t.account_id, b.id, b.currency, ${amount}, now()
   from book_tx t join book_account b on b.account_id = t.account_id and b.kind = '${book}'
   where t.kind = 'delivery' order by t.id limit 1`;
const ANN = `(select w.book_account_id from wallet w join buyer b on b.wallet_id = w.id where b.name = 'Ann')`;

export const violations: Violation[] = [
  {
    invariant: 'I1',
    what: 'a line too many',
    refused: { constraint: 'entries_balance' },
    unguard: WITHOUT_TRIGGERS,
    sql: lazyLine(3, 5),
    reported: ['I1', 'I13'],
  },
  { invariant: 'I1', what: 'a transaction without lines', sql: newTx('empty'), reported: ['I1'] },
  {
    invariant: 'I2',
    what: 'a balance that is not the sum of its entries',
    sql: `update book_account set balance = balance + 1 where id = ${ANN}`,
    reported: ['I2'],
  },
  {
    invariant: 'I2',
    what: 'a balance on a book that keeps none',
    refused: { constraint: 'lazy_has_no_state' },
    unguard: 'alter table book_account drop constraint lazy_has_no_state',
    sql: `update book_account set balance = 1 where kind = 'lead_revenue'`,
    reported: ['I11', 'I2'],
  },
  {
    invariant: 'I2',
    what: 'an entry that was moved before its predecessor',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `update book_entry set created_at = created_at - interval '1 day' where version = 3 and book_account_id = ${ANN}`,
    reported: ['I11', 'I2'],
  },
  {
    invariant: 'I2',
    what: 'a last entry that vanished',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `delete from book_entry where (book_account_id, version) in (select id, version from book_account where id = ${ANN})`,
    reported: ['I1', 'I11', 'I13', 'I2', 'I6'],
  },
  {
    invariant: 'I3',
    what: 'an overdraft',
    refused: { constraint: 'never_overdrawn' },
    unguard: 'alter table book_account drop constraint never_overdrawn',
    sql: `update book_account set balance = -1 where id = ${ANN}`,
    reported: ['I11', 'I2', 'I3'],
  },
  {
    invariant: 'I3',
    what: 'a wallet whose floor was taken away',
    refused: { constraint: 'wallet_has_a_floor' },
    unguard: 'alter table book_account drop constraint wallet_has_a_floor',
    sql: `update book_account set min_available = null where id = ${ANN}`,
    reported: ['I11', 'I3'],
  },
  {
    invariant: 'I4',
    what: 'money held for no hold',
    sql: `update book_account set held = held + 1 where id = ${ANN}`,
    reported: ['I4'],
  },
  {
    invariant: 'I4',
    what: 'less held than nothing',
    refused: { constraint: 'held_is_not_negative' },
    unguard: 'alter table book_account drop constraint held_is_not_negative',
    sql: `update book_account set held = -1 where id = ${ANN}`,
    reported: ['I11', 'I4'],
  },
  {
    invariant: 'I4',
    what: 'a hold that reserves less than it was placed for, with the wallet agreeing',
    sql: `with o as (update open_hold set amount_minor = amount_minor - 1 returning book_account_id)
      update book_account b set held = held - 1 from o where b.id = o.book_account_id`,
    reported: ['I4'],
  },
  {
    invariant: 'I4',
    what: 'an ended hold that still reserves',
    sql: `insert into hold_resolution (hold_id, kind, at) select hold_id, 'released', now() from open_hold`,
    reported: ['I4'],
  },
  {
    invariant: 'I4',
    what: 'a hold captured for another sum than its delivery cost',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `update hold_resolution set captured_minor = captured_minor - 1 where kind = 'captured'`,
    reported: ['I4'],
  },
  {
    invariant: 'I5',
    what: 'a lead delivered without a posting',
    sql: `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
        balance_after_minor, available_seen_minor, version_seen, created_at)
      select 'dlv_x', account_id, buyer_id, wallet_id, 'lead-x', 100, currency, 'delivered', 'wallet', 0, 100, 1, now()
      from delivery where lead_id = 'lead-2'`,
    reported: ['I5'],
  },
  {
    invariant: 'I5',
    what: 'a posting whose delivery vanished',
    refused: APPEND_ONLY,
    unguard: WITHOUT_TRIGGERS,
    sql: `delete from delivery where lead_id = 'lead-2'`,
    reported: ['I5'],
  },
  {
    invariant: 'I5',
    what: 'a delivery posted twice',
    refused: { constraint: 'one_posting_per_key' },
    unguard: 'alter table book_tx drop constraint one_posting_per_key',
    sql: `with t as (insert into book_tx (account_id, key, kind, subject_id, created_at)
        select account_id, key, kind, subject_id, now() from book_tx where kind = 'delivery' order by id limit 1
        returning id, account_id)
      insert into book_entry (tx_id, line, account_id, book_account_id, currency, amount, created_at)
      select t.id, l.line, t.account_id, b.id, b.currency, l.amount, now()
      from t join book_account b on b.account_id = t.account_id and b.kind = 'lead_revenue',
        (values (1, -5), (2, 5)) l (line, amount)`,
    reported: ['I11', 'I5'],
  },
];
