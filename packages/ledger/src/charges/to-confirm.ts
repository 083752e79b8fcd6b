import { classifyDecline } from '@drawdown/shared/payments';
import type { Charge, ChargeAttempt } from './types.ts';

/**
 * The attempt whose bank wants the payer to confirm it: the newest one, although another card may have been tried and
 * declined since. Null where no bank has asked for him.
 */
export function attemptToConfirm({ attempts }: Pick<Charge, 'attempts'>): ChargeAttempt | null {
  return attempts.findLast(waitsForPayer) ?? null;
}

function waitsForPayer({ outcome, decline }: ChargeAttempt): boolean {
  return outcome === 'requiresAction' || (decline !== null && classifyDecline(decline) === 'authentication');
}
