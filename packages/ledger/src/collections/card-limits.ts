import { classifyDecline } from '@drawdown/shared/payments';
import type { Records } from '../database/connection.ts';
import type { ReservedAttempt } from './types.ts';

/** Below what the card networks permit, over all accounts, charges and mechanisms. */
const DECLINES_PERMITTED = 10;
const WINDOW_DAYS = 30;
const DAY_MS = 24 * 3600_000;

type Blocked = Extract<ReservedAttempt, { outcome: 'card_blocked' }>;
type UsedUp = Extract<ReservedAttempt, { outcome: 'budget_used_up' | 'crowded' }>;

/** Locks the card's row, which is made on first use; answers its block, if there is one now. */
export async function lockBudget(records: Records, fingerprint: string): Promise<Blocked | null> {
  await records.cardBudgetRow.createMany({ data: [{ fingerprint }], skipDuplicates: true });
  const [budget] = await records.$queryRaw<{ until: Date | null }[]>`
    select case when blocked_until > clock_timestamp() then blocked_until end as until
    from card_budget where fingerprint = ${fingerprint} for update`;
  return budget?.until ? { outcome: 'card_blocked', until: budget.until } : null;
}

/**
 * An attempt that is not decided may become a decline, so it takes a place of the ten. Where only such attempts are in
 * the way the card is crowded: a place is free again as soon as one of them has succeeded. A bank's page that the payer has
 * left open for an hour decides nothing any more.
 */
export async function usedUp(records: Records, fingerprint: string): Promise<UsedUp | null> {
  const [counted] = await records.$queryRaw<{ taken: number; tenth: Date | null }[]>`
    select count(*)::int as taken,
      (array_agg(started_at order by started_at desc) filter (where outcome = 'declined'))[${DECLINES_PERMITTED}::int] as tenth
    from charge_attempt
    where fingerprint = ${fingerprint}
      and outcome in ('pending', 'unknown', 'processing', 'requiresAction', 'declined')
      and (outcome <> 'requiresAction' or started_at > clock_timestamp() - interval '1 hour')
      and started_at > clock_timestamp() - make_interval(days => ${WINDOW_DAYS}::int)`;
  if (counted === undefined || counted.taken < DECLINES_PERMITTED) return null;
  const { tenth } = counted;
  if (tenth === null) return { outcome: 'crowded' };
  return { outcome: 'budget_used_up', freeAt: new Date(tenth.getTime() + WINDOW_DAYS * DAY_MS) };
}

/** True where the block of a card ends by itself soon: Stripe accepts nothing from it for a day. */
export async function isCoolingOff(records: Records, fingerprint: string): Promise<boolean> {
  const budget = await records.cardBudgetRow.findUnique({ where: { fingerprint } });
  const code = budget?.blockedCode ?? null;
  return code !== null && classifyDecline({ code, adviceCode: null }) === 'cool_off';
}
