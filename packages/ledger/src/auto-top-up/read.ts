import type { Records } from '../database/connection.ts';
import { moneyOf, oneOf, optionalMoneyOf } from '../database/parse.ts';
import type { AutoTopUpRule, AutoTopUpState, NotStartedBecause, SuspendedBecause } from './types.ts';

const SUSPENDED_BECAUSE: readonly SuspendedBecause[] = [
  'card_declined',
  'retries_exhausted',
  'no_usable_card',
  'disputed',
  'safety_net',
];

const NOT_STARTED_BECAUSE: readonly NotStartedBecause[] = [
  'daily_limit_reached',
  'monthly_limit_reached',
  'no_usable_card',
  'card_being_retried',
  'buyers_paused_by_hand',
];

export type RuleRow = {
  wallet_id: string;
  account_id: string;
  currency: string;
  enabled: boolean;
  threshold_minor: bigint;
  amount_minor: bigint | null;
  target_balance_minor: bigint | null;
  payer_buyer_id: string | null;
  daily_limit_minor: bigint | null;
  monthly_limit_minor: bigint | null;
  consent_text: string;
  consent_by: string;
  consent_at: Date;
  suspended_at: Date | null;
  suspended_because: string | null;
  suspended_top_up_id: string | null;
  not_started_because: string | null;
  updated_at: Date;
  brand: string | null;
  last4: string | null;
  open_top_up_id: string | null;
};

export async function readRule(
  records: Records,
  accountId: string,
  walletId: string,
): Promise<AutoTopUpRule | null> {
  const [row] = await records.$queryRaw<RuleRow[]>`
    select r.*, card.brand, card.last4, t.id as open_top_up_id
    from auto_top_up_rule r
    left join top_up t on t.wallet_id = r.wallet_id and t.trigger = 'auto' and t.ended_at is null
    left join lateral (
      select m.brand, m.last4 from payment_method m
      where m.account_id = r.account_id and coalesce(m.fingerprint, m.id) = r.suspended_fingerprint
      order by m.created_at desc limit 1
    ) card on true
    where r.wallet_id = ${walletId} and r.account_id = ${accountId}`;
  return row === undefined ? null : toRule(row);
}

function toRule(row: RuleRow): AutoTopUpRule {
  const { currency } = row;
  return {
    walletId: row.wallet_id,
    accountId: row.account_id,
    enabled: row.enabled,
    state: stateOf(row),
    threshold: moneyOf(row.threshold_minor, currency),
    amount: optionalMoneyOf(row.amount_minor, currency),
    targetBalance: optionalMoneyOf(row.target_balance_minor, currency),
    payer: row.payer_buyer_id === null ? { kind: 'account' } : { kind: 'buyer', buyerId: row.payer_buyer_id },
    dailyLimit: optionalMoneyOf(row.daily_limit_minor, currency),
    monthlyLimit: optionalMoneyOf(row.monthly_limit_minor, currency),
    consent: { text: row.consent_text, by: row.consent_by, at: row.consent_at },
    suspended: suspensionOf(row),
    notStartedBecause:
      row.not_started_because === null ? null : oneOf(NOT_STARTED_BECAUSE, row.not_started_because),
    openTopUpId: row.open_top_up_id,
    updatedAt: row.updated_at,
  };
}

/** A rule that is switched off is off, whatever else holds for it. */
function stateOf({ enabled, suspended_at }: RuleRow): AutoTopUpState {
  if (!enabled) return 'off';
  return suspended_at === null ? 'on' : 'suspended';
}

function suspensionOf(row: RuleRow): AutoTopUpRule['suspended'] {
  if (row.suspended_at === null || row.suspended_because === null) return null;
  return {
    at: row.suspended_at,
    because: oneOf(SUSPENDED_BECAUSE, row.suspended_because),
    card: row.brand === null || row.last4 === null ? null : { brand: row.brand, last4: row.last4 },
    topUpId: row.suspended_top_up_id,
  };
}
