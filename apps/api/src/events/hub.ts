import type { AccountChange, Ledger } from '@drawdown/ledger';
import type { Channel, Session } from 'better-sse';
import { createChannel, createSession } from 'better-sse';
import type { Request, Response } from 'express';

const PING_MS = 15_000;
/** Then the client connects again by itself, and its credential is looked at anew. */
const MAX_STREAM_MS = 10 * 60_000;

export type EventHub = {
  /** Begins to listen for what any process of the deployment publishes. */
  start(): Promise<void>;
  /** Streams the changes of one account until the client goes away. */
  connect(request: Request, response: Response, accountId: string): Promise<void>;
  /** Ends every stream. */
  close(): Promise<void>;
};

export function createEventHub(changes: Ledger['changes']): EventHub {
  const channels = new Map<string, Channel>();
  const streams = new Set<Response>();
  let unsubscribe: (() => Promise<void>) | undefined;

  const broadcast = ({ accountId, change }: AccountChange) => {
    channels.get(accountId)?.broadcast(change, 'change');
  };

  const join = (accountId: string, session: Session): Channel => {
    const channel = channels.get(accountId) ?? createChannel();
    channels.set(accountId, channel);
    channel.register(session);
    return channel;
  };

  return {
    async start() {
      unsubscribe ??= await changes.subscribe(broadcast);
    },

    async connect(request, response, accountId) {
      const end = setTimeout(() => response.end(), MAX_STREAM_MS);
      streams.add(response);
      response.once('close', () => {
        clearTimeout(end);
        streams.delete(response);
      });
      const session = await createSession(request, response, {
        keepAlive: PING_MS,
        headers: { 'X-Accel-Buffering': 'no' },
      });
      const channel = join(accountId, session);
      session.once('disconnected', () => {
        if (channel.sessionCount === 0) channels.delete(accountId);
      });
    },

    async close() {
      await unsubscribe?.();
      for (const response of streams) response.end();
    },
  };
}
