import type { Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';

export const UNKNOWN_FOR_LONG_MS = 15 * 60_000;

/** Says once per episode that nobody knows what became of charges, and once that it is over. */
export async function watchUnknownOutcomes(
  { ledger, log }: { ledger: Pick<Ledger, 'platformFlags'>; log: Logger },
  forLongMs = UNKNOWN_FOR_LONG_MS,
): Promise<void> {
  switch (await ledger.platformFlags.watchUnknownOutcomes(forLongMs)) {
    case 'opened': {
      const flags = await ledger.platformFlags.listOpen();
      const charges = flags.find(({ kind }) => kind === 'outcomes_unknown')?.detail;
      return log.error({ charges }, 'Stripe has not said for 15 minutes what became of charges');
    }
    case 'closed':
      return log.info('it is known again what became of every charge');
    case 'unchanged':
      return;
  }
}
