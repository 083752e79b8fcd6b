import type { DeclineClass } from '@drawdown/shared/payments';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

type Said = { code: string; class: DeclineClass };

/** Keeps everybody from trying a card that its issuer never wants to see again, or that Stripe takes nothing from for a day. */
export async function blockDeclinedCard(
  records: Records,
  card: PaymentMethodRow,
  { code, class: declineClass }: Said,
): Promise<void> {
  const days = declineClass === 'hard' ? 30 : declineClass === 'cool_off' ? 1 : 0;
  if (days === 0) return;
  await records.$executeRaw`
    insert into card_budget (fingerprint, blocked_until, blocked_code)
      values (${fingerprintOf(card)}, clock_timestamp() + make_interval(days => ${days}::int), ${code})
    on conflict (fingerprint) do update
      set blocked_until = excluded.blocked_until, blocked_code = excluded.blocked_code
      where card_budget.blocked_until is null or card_budget.blocked_until < excluded.blocked_until`;
}
