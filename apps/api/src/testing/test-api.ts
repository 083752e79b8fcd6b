import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Account, Ledger } from '@drawdown/ledger';
import { createLedger } from '@drawdown/ledger';
import { createTestDatabase } from '@drawdown/ledger/testing';
import { createPaymentGateway } from '@drawdown/payments';
import type { ApiScope } from '@drawdown/shared/codes';
import { API_SCOPES } from '@drawdown/shared/codes';
import { createEmulator } from '@drawdown/stripe-emulator';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { Config, Deps } from '../deps.ts';
import { createEventHub } from '../events/hub.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { createSessions } from '../session/sessions.ts';
import { createSessionStore } from '../session/store.ts';
import { createChargeWorkflows } from '../temporal/charge-workflows.ts';
import { createTemporalClient } from '../temporal/client.ts';
import { createInvoiceWorkflows } from '../temporal/invoice-workflows.ts';
import { createLeadChargeWorkflows } from '../temporal/lead-charge-workflows.ts';
import { createRefundWorkflows } from '../temporal/refund-workflows.ts';
import { createTopUpWorkflows } from '../temporal/top-up-workflows.ts';
import { createHttpClient } from './http-client.ts';

export const WEBHOOK_SECRET = 'whsec_of_the_tests';
export const PASSWORD = 'correct horse battery staple';

type Options = {
  config?: Partial<Config>;
  temporalAddress?: string;
  firstOutcomeDeadlineMs?: number;
  /** Read anew for every webhook. */
  webhookSecrets?: readonly string[];
  /** The servers of a worker that runs beside it. */
  beside?: {
    databaseUrl: string;
    stripeUrl: string;
    stripeSecretKey: string;
    temporalAddress: string;
    namespace: string;
  };
};

/** Nothing listens there: Temporal is away. */
const NOWHERE = '127.0.0.1:1';

/** The real application on a free port: a database of its own, the Stripe emulator, and answers that are checked. */
export async function startTestApi(options: Options = {}) {
  const { beside } = options;
  const databaseUrl = beside?.databaseUrl ?? (await createTestDatabase());
  const ledger = createLedger({ databaseUrl });
  const emulator = beside === undefined ? await createEmulator() : null;
  const stripeApiUrl = beside?.stripeUrl ?? (await emulator?.listen(0))?.url ?? '';
  const log = pino({ level: 'silent' });
  const sessionStore = createSessionStore(databaseUrl, log);
  const events = createEventHub(ledger.changes);
  await events.start();
  const temporal = createTemporalClient({
    connection: { address: beside?.temporalAddress ?? options.temporalAddress ?? NOWHERE },
    namespace: beside?.namespace ?? 'default',
  });

  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const config: Config = {
    publicUrl: new URL(url),
    temporalUiUrl: 'http://localhost:8233',
    temporalNamespace: 'default',
    stripePublishableKey: 'pk_test_1',
    stripeApiUrl,
    requestsPerMinute: 100_000,
    webDist: fileURLToPath(new URL('./web-dist', import.meta.url)),
    checkAnswers: true,
    ...options.config,
  };
  const deps: Deps = {
    config,
    ledger,
    payments: createPaymentGateway({
      secretKey: beside?.stripeSecretKey ?? 'sk_test_emulator_api',
      apiUrl: stripeApiUrl,
      webhookSecrets: options.webhookSecrets ?? [WEBHOOK_SECRET],
    }),
    topUpWorkflows: createTopUpWorkflows({
      client: temporal.client,
      log,
      firstOutcomeDeadlineMs: options.firstOutcomeDeadlineMs ?? 300,
    }),
    chargeWorkflows: createChargeWorkflows({ client: temporal.client, log }),
    leadChargeWorkflows: createLeadChargeWorkflows({ client: temporal.client, ledger, log }),
    invoiceWorkflows: createInvoiceWorkflows({
      client: temporal.client,
      deadlineMs: options.firstOutcomeDeadlineMs ?? 300,
    }),
    refundWorkflows: createRefundWorkflows({
      client: temporal.client,
      log,
      firstOutcomeDeadlineMs: options.firstOutcomeDeadlineMs ?? 300,
    }),
    sessions: createSessions({
      store: sessionStore.store,
      secret: 'a secret of the tests, long enough',
      publicUrl: config.publicUrl,
      users: ledger.users,
    }),
    events,
    metrics: createMetrics(),
    log,
  };
  const app = createApp(deps);
  server.on('request', app);

  const agency = await openAgency(ledger, url);
  return {
    url,
    app,
    deps,
    ledger,
    stripeApiUrl,
    ...agency,
    openAgency: () => openAgency(ledger, url),
    async close() {
      await events.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await temporal.close();
      await sessionStore.close();
      await ledger.close();
      await emulator?.close();
    },
  };
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>;

/** Another tenant, with an HTTP client that carries its key. */
async function openAgency(ledger: Ledger, url: string) {
  const account = await ledger.accounts.create({
    slug: `agency-${randomBytes(5).toString('hex')}`,
    name: 'Test Agency',
    currency: 'USD',
    timeZone: 'UTC',
  });
  const keyWith = (scopes: readonly ApiScope[]) => createKey(ledger, account, scopes);
  const apiKey = await keyWith(API_SCOPES);
  return {
    account,
    accountId: account.id,
    apiKey,
    keyWith,
    http: createHttpClient(url, { Authorization: `Bearer ${apiKey}` }),
  };
}

async function createKey(ledger: Ledger, account: Account, scopes: readonly ApiScope[]): Promise<string> {
  const token = `dd_test_${randomBytes(20).toString('hex')}`;
  await ledger.apiKeys.ensure({ accountId: account.id, name: 'test', token, scopes });
  return token;
}
