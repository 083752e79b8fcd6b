import { gate } from './activities.ts';
import type { Company } from './attempt.ts';
import type { Question, Unknown } from './unknown.ts';

const LOOK_MS = 60_000;

/**
 * Asks Stripe, after having waited for as long as charging is stopped for everybody. Nothing was sent meanwhile, so that
 * the same key serves. Whoever asked to give up while it waited is heard before anything is charged.
 */
export async function askOnceCharging<Known extends { outcome: string }>(
  company: Pick<Company, 'listen' | 'stillUnknown'>,
  { purpose, ask }: Pick<Question<Known>, 'purpose' | 'ask'>,
  key: string,
): Promise<Known | Unknown | 'cancelRequested'> {
  for (let probe: string | null = null; ; ) {
    const answer = await ask(key, `${capitalized(purpose)}, key ${key}`, probe);
    if (!('held' in answer) || answer.held !== true) return answer;
    // No attempt of this one is under way, and whoever waits for an answer need not.
    const about = { purpose, detail: answer.detail, begun: false, tries: 2 };
    await company.stillUnknown({ ...about, lookAt: new Date(Date.now() + LOOK_MS) });
    ({ probe } = await gate.awaitCharging());
    const news = await company.listen({ delayMs: 1, summary: 'Charging is possible again' });
    if (news === 'cancelRequested') return news;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
