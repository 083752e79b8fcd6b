import type { Violation } from './violations.ts';

const WITHOUT_TRIGGERS = 'set session_replication_role = replica';

/** How the invariants of collections, pauses and automatic top-ups are broken. */
export const collectionViolations: Violation[] = [
  {
    invariant: 'I5',
    what: 'a lead on trust that nobody owes',
    sql: `insert into delivery (id, account_id, buyer_id, wallet_id, lead_id, price_minor, currency, outcome, funded_by,
        balance_after_minor, available_seen_minor, version_seen, created_at)
      select 'dlv_x', account_id, buyer_id, wallet_id, 'lead-x', 100, currency, 'delivered', 'trust', 0, 0, 1, now()
      from delivery where funded_by = 'trust'`,
    reported: ['I5'],
  },
  {
    invariant: 'I7',
    what: 'a charge that is still collected although its top-up has ended',
    sql: `update top_up set status = 'declined', ended_at = now() where status = 'retrying'`,
    reported: ['I7'],
  },
  {
    invariant: 'I9',
    what: 'a wallet that refills at another threshold than its rule says',
    sql: `update wallet set auto_top_up_at_minor = auto_top_up_at_minor + 1`,
    reported: ['I9'],
  },
  {
    invariant: 'I10',
    what: 'a card that is declined more often than the networks put up with',
    sql: `insert into charge_attempt (charge_id, number, payment_method_id, outcome, decline_code, fingerprint)
      select charge_id, 1 + n, payment_method_id, outcome, decline_code, fingerprint
      from (select * from charge_attempt where fingerprint is not null limit 1) a, generate_series(1, 10) n`,
    reported: ['I10'],
  },
  {
    invariant: 'I11',
    what: 'a trigger switched off that tells of pauses',
    sql: 'alter table pause_reason disable trigger pause_reason_opened',
    reported: ['I11'],
  },
  {
    invariant: 'I11',
    what: 'an index gone that keeps one mail from being sent twice',
    sql: 'alter table email drop constraint email_account_id_kind_audience_occasion_key',
    reported: ['I11'],
  },
  {
    invariant: 'I12',
    what: 'a buyer that is paused without an episode',
    sql: `update pause_episode set closed_at = now() where closed_at is null`,
    reported: ['I12'],
  },
  {
    invariant: 'I12',
    what: 'a pause whose reasons ended unnoticed',
    unguard: WITHOUT_TRIGGERS,
    sql: `update pause_reason set closed_at = now() where closed_at is null`,
    reported: ['I12'],
  },
  {
    invariant: 'I12',
    what: 'a reason that vanished',
    refused: { code: '55000' },
    unguard: WITHOUT_TRIGGERS,
    sql: `delete from pause_reason where closed_at is null`,
    reported: ['I12'],
  },
  {
    invariant: 'I12',
    what: 'a pause that nobody was told of',
    sql: `delete from outgoing_webhook where type = 'buyer.paused'`,
    reported: ['I12'],
  },
  {
    invariant: 'I15',
    what: 'a rule that nobody is known to have agreed to',
    unguard: WITHOUT_TRIGGERS,
    sql: `delete from audit_log where action = 'auto_top_up.saved'`,
    reported: ['I15'],
  },
];
