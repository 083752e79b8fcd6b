import type { OpenPauseReason } from '@drawdown/ledger';
import type { PauseReason } from '@drawdown/shared/codes';
import type { Money } from '@drawdown/shared/money';
import { formatMoney } from '@drawdown/shared/money';
import { instantWords } from '../http/instant.ts';

/** Why delivery is paused, as a person says it. */
export const PAUSE_WORDS = {
  charge_declined: 'A charge was declined',
  charge_retries_exhausted: 'A charge was declined at every retry',
  authentication_required: 'A charge waits for the payer to confirm it with the bank',
  exposure_limit_reached: 'What is owed for leads delivered on trust has reached its limit',
  invoice_overdue: 'An invoice is overdue',
  dispute_opened: 'A payment is disputed at the bank',
  safety_net: 'A safety net paused delivery',
  manual: 'Paused by hand',
} as const satisfies Record<PauseReason, string>;

export type PauseCause = Pick<OpenPauseReason, 'reason' | 'amount' | 'charge' | 'effect'>;

type PausedBuyer = { name: string; available: Money; pauseReasons: readonly PauseCause[] };

/** One sentence: what has to happen for this buyer to get leads again. Can be sent to the buyer as it is. */
export function pauseEndsOnce(buyer: PausedBuyer): string {
  const pausing = buyer.pauseReasons.filter(({ effect }) => effect === 'pause');
  const steps = [...new Set(pausing.map((cause) => stepFor(cause, buyer)))];
  return steps.length === 0
    ? `Delivery to ${buyer.name} resumes once its pause has ended.`
    : `${sentenceCase(steps.join('; and '))}.`;
}

function stepFor(cause: PauseCause, buyer: PausedBuyer): string {
  const { name } = buyer;
  switch (cause.reason) {
    case 'charge_declined':
    case 'charge_retries_exhausted':
      return `${anotherCard(cause, name)}${orCredit(cause, buyer)}${orWait(cause)}`;
    case 'authentication_required':
      return `the payer for ${name} has to confirm the payment with the bank (3-D Secure), or ${anotherCard(cause, name)}${orCredit(cause, buyer)}`;
    case 'exposure_limit_reached':
      return `add credit to the wallet of ${name} to pay what is owed for delivered leads`;
    case 'invoice_overdue':
      return `the overdue invoice of ${name} has to be paid`;
    case 'dispute_opened':
      return `the dispute about a payment of ${name} has to end`;
    case 'safety_net':
      return `the open flag about ${name} has to be resolved`;
    case 'manual':
      return `an admin has to resume delivery to ${name}`;
  }
}

function anotherCard({ charge }: PauseCause, name: string): string {
  return charge?.payer.kind === 'account' ? 'add another card of the agency' : `add another card for ${name}`;
}

/** It resolves once the sum of the failed charge is available. */
function orCredit({ amount }: PauseCause, { available }: PausedBuyer): string {
  if (amount === null) return '';
  const missingMinor = amount.amountMinor - available.amountMinor;
  if (amount.currency !== available.currency || missingMinor <= 0n) return ', or add credit to the wallet';
  return `, or add at least ${formatMoney({ ...amount, amountMinor: missingMinor })} to the wallet`;
}

function orWait({ charge }: PauseCause): string {
  return charge?.retryState === 'scheduled' && charge.nextAttemptAt !== null
    ? `, or wait for the next attempt on ${instantWords(charge.nextAttemptAt)}`
    : '';
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
