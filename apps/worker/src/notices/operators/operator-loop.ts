import type { Ledger, PlatformNotice } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startLoop } from '../../loop/loop.ts';
import type { Mailer } from '../mail/mailer.ts';
import { render } from '../mail/rendering/render.ts';
import { operatorLetter } from './operator-letter.ts';

const POLL_MS = 5_000;
const BATCH = 5;
/** Above what a mail server may take with every one of its time limits used up. */
const LEASE_MS = 5 * 60_000;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 10 * 60_000;

export type OperatorMailDeps = {
  ledger: Pick<Ledger, 'platformFlags'>;
  mailer: Mailer;
  operators: readonly string[];
  log: Logger;
};

/** Tells operators by mail what is wrong with the installation as a whole, until a mail server has taken it. */
export function startOperatorMail(deps: OperatorMailDeps): { stop(): Promise<void> } {
  const loop = startLoop({
    name: 'mail to operators',
    log: deps.log,
    pauseMs: POLL_MS,
    turn: async () => ((await tellOperators(deps)) === BATCH ? 'more' : 'idle'),
  });
  return {
    async stop() {
      await loop.stop();
      deps.mailer.close();
    },
  };
}

/** Sends what is due and answers how many mails it took, sent or not. */
export async function tellOperators(deps: OperatorMailDeps): Promise<number> {
  const notices = await deps.ledger.platformFlags.claimNotices(BATCH, LEASE_MS);
  for (const notice of notices) await tell(deps, notice);
  return notices.length;
}

async function tell({ ledger, mailer, operators, log }: OperatorMailDeps, notice: PlatformNotice) {
  const { flag, news, attempts } = notice;
  const context = { accountName: 'its operators', audience: 'agency', replyTo: null } as const;
  try {
    await mailer.send({
      // The same for every repeat, so that mail programs show it once.
      id: `${flag.id}.${news}`,
      to: [...operators],
      fromName: 'Drawdown',
      replyTo: null,
      ...render(operatorLetter(notice), { ...context, page: (path) => path }),
    });
    await ledger.platformFlags.noticeSent(notice);
  } catch (error) {
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20));
    const words = error instanceof Error ? error.message : String(error);
    log.warn({ flagId: flag.id, error: words, delayMs }, 'operators could not be told; it is tried again');
    await ledger.platformFlags.retryNoticeLater(flag.id, delayMs, words);
  }
}
