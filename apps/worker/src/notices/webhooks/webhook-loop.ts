import type { Ledger, WaitingWebhook } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startLoop } from '../../loop/loop.ts';
import { type Posted, postMessage } from './post-message.ts';
import { retryDelayMs } from './retry-delays.ts';
import { signedHeaders } from './signature.ts';

const POLL_MS = 1000;
const BATCH = 10;
/** Above the time limit of a post. */
const LEASE_MS = 60_000;
const GONE = 410;
const ERROR_LENGTH = 500;

export type WebhookDeps = { ledger: Ledger; mayReachPrivate: boolean; log: Logger };

/** Tells the accounts' own systems what happened, signed, at least once, until they have said that they heard it. */
export function startWebhookLoop(deps: WebhookDeps): { stop(): Promise<void> } {
  return startLoop({
    name: 'outgoing webhooks',
    log: deps.log,
    pauseMs: POLL_MS,
    turn: async () => ((await sendMessages(deps)) === BATCH ? 'more' : 'idle'),
  });
}

/** Posts what is due and answers how many messages it took, delivered or not. */
export async function sendMessages(deps: WebhookDeps): Promise<number> {
  const messages = await deps.ledger.outgoingWebhooks.claim(BATCH, LEASE_MS);
  await Promise.all(messages.map((message) => sendMessage(deps, message)));
  return messages.length;
}

async function sendMessage(deps: WebhookDeps, message: WaitingWebhook): Promise<void> {
  const { ledger, log } = deps;
  const { id, accountId, type, endpoint, attempts } = message;
  const { outgoingWebhooks } = ledger;
  const posted: Posted = endpoint
    ? await post(deps, message, endpoint)
    : { outcome: 'failed', error: 'the account has no webhook address, or it is turned off' };
  if (posted.outcome === 'answered' && posted.status >= 200 && posted.status < 300) {
    await outgoingWebhooks.delivered(id, posted.status);
  } else {
    const status = posted.outcome === 'answered' ? posted.status : null;
    // Who says "gone" does not want this message; the address stays on, because that is the account's to decide.
    const isOver = endpoint === null || status === GONE;
    const retryInMs = isOver ? null : retryDelayMs(attempts);
    const error = posted.outcome === 'failed' ? posted.error : `the receiver answered ${posted.status}`;
    log.info({ webhookId: id, type, status, error, retryInMs }, 'an outgoing webhook was not delivered');
    await outgoingWebhooks.failed(id, { status, error: error.slice(0, ERROR_LENGTH), retryInMs });
  }
  ledger.changes.publish(accountId, { type: 'webhooks.changed' });
}

async function post(
  { mayReachPrivate }: WebhookDeps,
  { id, type, payload, createdAt }: WaitingWebhook,
  { url, secret }: { url: string; secret: string },
): Promise<Posted> {
  if (!URL.canParse(url)) return { outcome: 'failed', error: 'the webhook address is not valid' };
  // The same bytes for each try; only the time of the signature is new.
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), data: payload });
  return postMessage(
    new URL(url),
    { body, headers: signedHeaders({ id, body, at: new Date() }, secret) },
    { mayReachPrivate },
  );
}
