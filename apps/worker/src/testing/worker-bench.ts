import { createLedger, type ProbeDelays } from '@drawdown/ledger';
import { createTestDatabase } from '@drawdown/ledger/testing';
import { createPaymentGateway } from '@drawdown/payments';
import { createEmulator } from '@drawdown/stripe-emulator';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';
import { type Failpoints, NO_FAILPOINTS } from '../failpoints/failpoints.ts';
import { bundleWorkflows } from '../temporal/workflow-bundle.ts';
import { startWorkerProcess } from '../worker-process.ts';
import { blindRepeats } from './blind-repeats.ts';
import { emulatorControl } from './emulator-control.ts';
import { openPayerScenario } from './payer-scenario.ts';
import { installQuietRuntime } from './quiet-runtime.ts';
import { openTestNamespace } from './test-namespace.ts';
import { topUpObserver } from './top-up-observer.ts';
import { openWebhookInlet } from './webhook-inlet.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseAdminUrl: string;
    temporalAddress: string;
  }
}

export type WorkerBench = Awaited<ReturnType<typeof openWorkerBench>>;

export type BenchOptions = {
  /** An empty, migrated database; a new one of the test run's otherwise. */
  databaseUrl?: string;
  temporalAddress?: string;
  /** An existing namespace, which gets our search attributes; a new one otherwise. */
  namespace?: string;
  /** Where the product finds Stripe, when it is not the emulator itself. */
  stripeProxy?: (emulatorUrl: string) => Promise<{ url: string; close(): Promise<void> }>;
  webhooks?: boolean;
  /** How long the bank takes over refunds that settle later by themselves; soon, where nothing is said. */
  refundSettlementMs?: number;
  /** How long Stripe may take to answer. */
  stripeTimeoutMs?: number;
  /** How far apart Stripe is tried while charging is stopped. */
  probeDelays?: ProbeDelays;
  log?: Logger;
};

const secretKey = 'sk_test_emulator_worker_tests';

/** A real worker with a database, a namespace and a Stripe emulator of its own. */
export async function openWorkerBench(options: BenchOptions = {}) {
  installQuietRuntime();
  const temporalAddress = options.temporalAddress ?? inject('temporalAddress');
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase());
  const namespace = await openTestNamespace(temporalAddress, options.namespace);
  const { refundSettlementMs } = options;
  const emulator = await createEmulator(refundSettlementMs === undefined ? {} : { refundSettlementMs });
  const { url: stripeUrl } = await emulator.listen(0);
  const proxy = await options.stripeProxy?.(stripeUrl);

  const ledger = createLedger({ databaseUrl });
  const payments = createPaymentGateway({
    secretKey,
    apiUrl: proxy?.url ?? stripeUrl,
    webhookSecrets: [],
    timeoutMs: options.stripeTimeoutMs,
  });
  const inlet = options.webhooks
    ? await openWebhookInlet({ secretKey, apiUrl: stripeUrl }, ledger)
    : undefined;
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const clientConnection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection: clientConnection, namespace });
  const workflowBundle = await bundleWorkflows();
  const log = options.log ?? pino({ level: 'silent' });
  /** `failpoints`: where it is told of each step; one that throws fails the step. */
  const startWorker = (failpoints: Failpoints = NO_FAILPOINTS) =>
    startWorkerProcess({
      ledger,
      payments,
      connection,
      clientConnection: { address: temporalAddress },
      namespace,
      workflowBundle,
      failpoints,
      notices: {
        publicUrl: 'http://drawdown.example',
        mail: { smtpUrl: undefined, from: 'billing@drawdown.example' },
        webhooksMayReachPrivate: true,
      },
      ...(options.probeDelays && { probeDelays: options.probeDelays }),
      log,
    });

  return {
    ledger,
    payments,
    client,
    namespace,
    temporalAddress,
    databaseUrl,
    stripeUrl,
    stripeSecretKey: secretKey,
    workflowBundle,
    log,
    startWorker,
    stripe: emulatorControl(stripeUrl),
    observe: topUpObserver({ ledger, client, stripeUrl }),
    scenario: await openPayerScenario({ ledger, payments }),

    async close() {
      const journal = await emulatorControl(stripeUrl).requests('/v1/payment_intents');
      await connection.close();
      await clientConnection.close();
      await inlet?.close();
      await proxy?.close();
      await emulator.close();
      await ledger.close();
      const blind = blindRepeats(journal);
      if (blind.length > 0) throw new Error(`asked again without knowing what had become of it: ${blind}`);
    },
  };
}
