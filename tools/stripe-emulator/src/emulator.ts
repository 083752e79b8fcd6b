import { Control } from './control/control.ts';
import { Snapshots } from './control/snapshots.ts';
import { Faults } from './faults/fault.ts';
import { Api } from './http/api.ts';
import { createHttpServer } from './http/server.ts';
import { pruneRecords } from './idempotency/record.ts';
import { answerPage } from './pages/pages.ts';
import { FollowUpTimer } from './refunds/follow-up-timer.ts';
import { RequestLog } from './requests/request-log.ts';
import { Sandbox } from './sandbox.ts';
import { Database } from './store/database.ts';
import type { Backoff } from './webhooks/backoff.ts';
import { DeliveryLog } from './webhooks/delivery-log.ts';
import { WebhookDispatcher } from './webhooks/dispatcher.ts';

export type EmulatorOptions = {
  /** Where the journal lies. Without it everything is forgotten at the end. */
  dataDir?: string;
  /** Milliseconds since 1970, as `Date.now`. */
  clock?: () => number;
  /** How long the bank takes over refunds that settle or fail later. */
  refundSettlementMs?: number;
  /** How long to wait before a webhook that was not acknowledged is sent again. */
  webhookBackoff?: Backoff;
  /** The source of disorder in webhook mode `shuffle`, as `Math.random`. */
  random?: () => number;
};

export type Emulator = {
  /** Starts to answer, and to send the webhooks that an earlier run left. Port 0 picks a free one. */
  listen(port: number, host?: string): Promise<{ port: number; url: string }>;
  /** Cuts open connections and resolves when everything is written. */
  close(): Promise<void>;
};

const DEFAULT_BACKOFF: Backoff = { firstDelayMs: 250, longestDelayMs: 15_000 };
const DEFAULT_SETTLEMENT_MS = 250;

/** A stateful stand-in for Stripe, with what an earlier run left in `dataDir`. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const database = await Database.open(options.dataDir);
  const sandbox = new Sandbox(database, options.clock ?? Date.now);
  sandbox.transact(({ tables, nowSeconds }) => pruneRecords(tables, nowSeconds));
  const closing = new AbortController();
  const deliveryLog = new DeliveryLog();
  const parts = {
    sandbox,
    faults: new Faults(),
    requestLog: new RequestLog(),
    deliveryLog,
    snapshots: new Snapshots(),
  };
  const dispatcher = new WebhookDispatcher(sandbox, {
    backoff: options.webhookBackoff ?? DEFAULT_BACKOFF,
    random: options.random ?? Math.random,
    log: deliveryLog,
  });
  const followUps = new FollowUpTimer(sandbox, options.refundSettlementMs ?? DEFAULT_SETTLEMENT_MS);
  const api = new Api({ ...parts, closing: closing.signal });
  const server = createHttpServer({
    api,
    control: new Control(parts),
    pages: (request) => answerPage(sandbox, request),
  });

  return {
    async listen(port, host = '127.0.0.1') {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
      const address = server.address();
      const boundPort = typeof address === 'object' && address ? address.port : port;
      const url = `http://${host}:${boundPort}`;
      sandbox.origin = url;
      dispatcher.start();
      return { port: boundPort, url };
    },
    async close() {
      closing.abort();
      followUps.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, dispatcher.stop()]);
      await database.close();
    },
  };
}
