import { createServer } from 'node:http';
import { createLedger } from '@drawdown/ledger';
import { createPaymentGateway } from '@drawdown/payments';
import { createApp } from './app.ts';
import { readEnvironment } from './env.ts';
import { createEventHub } from './events/hub.ts';
import { createLogger } from './logging/logger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { stopWithin } from './server/stop-within.ts';
import { createSessions } from './session/sessions.ts';
import { createSessionStore } from './session/store.ts';
import { createChargeWorkflows } from './temporal/charge-workflows.ts';
import { createTemporalClient } from './temporal/client.ts';
import { createInvoiceWorkflows } from './temporal/invoice-workflows.ts';
import { createLeadChargeWorkflows } from './temporal/lead-charge-workflows.ts';
import { createRefundWorkflows } from './temporal/refund-workflows.ts';
import { createTopUpWorkflows } from './temporal/top-up-workflows.ts';

const SHUTDOWN_MS = 5_000;

const environment = readOrExit();
const { config, stripe, databaseUrl } = environment;
const log = createLogger(environment.logLevel);
const ledger = createLedger({ databaseUrl });
const sessionStore = createSessionStore(databaseUrl, log);
const temporal = createTemporalClient(environment.temporal);
const events = createEventHub(ledger.changes);

const app = createApp({
  config,
  ledger,
  payments: createPaymentGateway({
    secretKey: stripe.secretKey,
    webhookSecrets: stripe.webhookSecrets,
    ...(stripe.apiUrl === null ? {} : { apiUrl: stripe.apiUrl }),
  }),
  topUpWorkflows: createTopUpWorkflows({ client: temporal.client, log }),
  chargeWorkflows: createChargeWorkflows({ client: temporal.client, log }),
  leadChargeWorkflows: createLeadChargeWorkflows({ client: temporal.client, ledger, log }),
  invoiceWorkflows: createInvoiceWorkflows({ client: temporal.client }),
  refundWorkflows: createRefundWorkflows({ client: temporal.client, log }),
  sessions: createSessions({
    store: sessionStore.store,
    secret: environment.sessionSecret,
    publicUrl: config.publicUrl,
    users: ledger.users,
  }),
  events,
  metrics: createMetrics(),
  log,
});

const server = createServer(app);
server.requestTimeout = 60_000;
server.keepAliveTimeout = 65_000;

await events.start();
server.listen(environment.port, environment.host, () => {
  log.info({ host: environment.host, port: environment.port }, 'listening');
  process.send?.({ kind: 'ready' });
});
server.on('error', (error) => {
  log.fatal({ err: error }, 'cannot listen');
  process.exit(1);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));

async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping');
  await stopWithin(SHUTDOWN_MS, {
    server,
    before: [() => events.close()],
    after: [() => temporal.close(), () => sessionStore.close(), () => ledger.close()],
    log,
  });
  process.exit(0);
}

function readOrExit() {
  try {
    return readEnvironment();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
