import { isFinalTopUpStatus, type TopUpStatus } from '@drawdown/shared/codes';
import { type Agency, HASTY_POLICY, openAgency, topUpRow } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import type { Stage } from '../stage/open-stage.ts';

/** Longer than it takes to notice that a worker died in the middle of a call to Stripe, several times over. */
const PATIENCE_MS = 600_000;

export type World = ReturnType<typeof worldOf>;

/** What every journey shares: ways to begin one, and to wait for it while workers come and go. */
export function worldOf(stage: Stage) {
  const { ledger } = stage.bench;
  let cards = 0;
  return {
    stage,
    openAgency: (): Promise<Agency> => openAgency(stage, HASTY_POLICY),

    /** A card that no other journey uses: what happens to one card happens to it everywhere. */
    newCard(kind: string): string {
      cards += 1;
      return `${kind}~${cards}`;
    },

    /** Resolves when the top-up is in one of these states, or has ended. */
    until: ({ id }: { id: string }, ...statuses: TopUpStatus[]) =>
      eventually(async () => {
        const { status } = await topUpRow(ledger, id);
        if (isFinalTopUpStatus(status) || statuses.includes(status)) return status;
        throw new Error(`top-up ${id} is still ${status}`);
      }, PATIENCE_MS),

    /** Asks again until it is done: whoever would answer may have just been killed. */
    insist: <Answer>(ask: () => Promise<Answer>) => eventually(ask, PATIENCE_MS),
  };
}
