import type { RequestRecord } from './emulator-control.ts';

/** Our attempts and the payer's own. */
const ATTEMPT_KEY = /^chg:(?<chargeId>[^:]+):(?:confirm|payer):/;
const CONFIRM_PATH = /\/payment_intents\/(?<intent>[^/]+)\/confirm$/;

/**
 * The keys under which a card was asked although nobody could know what had become of the key before: no answer had come
 * for that one, and Stripe had not been asked since. Must be empty, whatever went wrong.
 */
export function blindRepeats(journal: readonly RequestRecord[]): string[] {
  const byIntent = new Map<string, { key: string; isKnown: boolean }>();
  const blind: string[] = [];
  for (const { method, path, idempotencyKey, status } of journal) {
    const intent = CONFIRM_PATH.exec(path)?.groups?.intent;
    if (intent !== undefined && idempotencyKey !== null && ATTEMPT_KEY.test(idempotencyKey)) {
      const before = byIntent.get(intent);
      if (before && before.key !== idempotencyKey && !before.isKnown) blind.push(idempotencyKey);
      byIntent.set(intent, { key: idempotencyKey, isKnown: isAnswer(status) });
      continue;
    }
    const looked = intentLookedUp(method, path);
    const asked = looked === undefined ? undefined : byIntent.get(looked);
    if (asked && status === 200) asked.isKnown = true;
  }
  return blind;
}

/** Success and decline are answers; a failure of Stripe, a request to slow down, and a cut connection are none. */
function isAnswer(status: number | null): boolean {
  return status === 200 || status === 402 || status === 400;
}

function intentLookedUp(method: string, path: string): string | undefined {
  if (method !== 'GET') return undefined;
  return /\/payment_intents\/([^/?]+)$/.exec(path)?.[1];
}
