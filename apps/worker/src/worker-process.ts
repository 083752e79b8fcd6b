import type { Ledger, ProbeDelays } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createChargeRetryLedgerActivities } from './activities/charge-retry-ledger.ts';
import { createChargingGateActivities } from './activities/charging-gate.ts';
import { createDisputeLedgerActivities } from './activities/dispute-ledger.ts';
import { createDisputePaymentsActivities } from './activities/dispute-payments.ts';
import { createInvoiceLedgerActivities } from './activities/invoice-ledger.ts';
import { createInvoicePaymentsActivities } from './activities/invoice-payments.ts';
import { createLeadChargeLedgerActivities } from './activities/lead-charge-ledger.ts';
import { createPauseLedgerActivities } from './activities/pause-ledger.ts';
import { createRefundLedgerActivities } from './activities/refund-ledger.ts';
import { createRefundPaymentsActivities } from './activities/refund-payments.ts';
import { createTopUpInvoiceLedgerActivities } from './activities/top-up-invoice-ledger.ts';
import { createTopUpInvoicePaymentsActivities } from './activities/top-up-invoice-payments.ts';
import { createTopUpLedgerActivities } from './activities/top-up-ledger.ts';
import { createTopUpPaymentsActivities } from './activities/top-up-payments.ts';
import { createChargingBreaker, PROBE_DELAYS } from './charging-breaker/charging-breaker.ts';
import type { Failpoints } from './failpoints/failpoints.ts';
import { startJanitor } from './janitor/janitor.ts';
import { type NoticeSettings, startNotices } from './notices/notices.ts';
import { startRelay } from './outbox/relay.ts';
import { startSweeps } from './sweeps/sweeps.ts';
import { createChargeRetryWorkflows } from './temporal/charge-retry-workflows.ts';
import { createDisputeWorkflows } from './temporal/dispute-workflows.ts';
import { createInvoiceWorkflows } from './temporal/invoice-workflows.ts';
import { createLeadChargeWorkflows } from './temporal/lead-charge-workflows.ts';
import { createPauseWorkflows } from './temporal/pause-workflows.ts';
import { createRefundWorkflows } from './temporal/refund-workflows.ts';
import { createTopUpInvoiceWorkflows } from './temporal/top-up-invoice-workflows.ts';
import { createTopUpWorkflows } from './temporal/top-up-workflows.ts';
import { createWorkers } from './temporal/workers.ts';

/** gRPC would wait up to two minutes before it looks again for a Temporal that was away. */
const RECONNECT_SOON = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 5000 };

export type WorkerProcessDeps = {
  ledger: Ledger;
  payments: PaymentGateway;
  connection: NativeConnection;
  clientConnection: ConnectionOptions;
  namespace: string;
  workflowBundle: WorkflowBundleOption;
  failpoints: Failpoints;
  notices: NoticeSettings;
  /** How far apart Stripe is tried while charging is stopped. */
  probeDelays?: ProbeDelays;
  log: Logger;
};

export type WorkerProcess = {
  /** Settles when the workers have ended; rejects when one could not go on. */
  ended: Promise<void>;
  /** Ends what is in progress and takes nothing new. */
  stop(): Promise<void>;
};

/** Polls both queues, relays the outbox, and sweeps. Leaves what it was given open. */
export async function startWorkerProcess(deps: WorkerProcessDeps): Promise<WorkerProcess> {
  const { ledger, payments, connection, namespace, workflowBundle, failpoints, log } = deps;
  const { probeDelays = PROBE_DELAYS } = deps;
  const breaker = createChargingBreaker({ ledger, probeDelays, log });
  const workers = await createWorkers({
    connection,
    namespace,
    workflowBundle,
    ledgerActivities: {
      ...createTopUpLedgerActivities({ ledger, failpoints }),
      ...createChargingGateActivities({ ledger, probeDelays }),
      ...createChargeRetryLedgerActivities({ ledger, failpoints }),
      ...createLeadChargeLedgerActivities({ ledger, failpoints }),
      ...createPauseLedgerActivities({ ledger, failpoints }),
      ...createDisputeLedgerActivities({ ledger, failpoints }),
      ...createTopUpInvoiceLedgerActivities({ ledger, failpoints }),
      ...createRefundLedgerActivities({ ledger, failpoints }),
      ...createInvoiceLedgerActivities({ ledger, failpoints }),
    },
    paymentsActivities: {
      ...createTopUpPaymentsActivities({ payments, breaker, failpoints }),
      ...createDisputePaymentsActivities({ payments }),
      ...createRefundPaymentsActivities({ payments, failpoints }),
      ...createTopUpInvoicePaymentsActivities({ payments, failpoints }),
      ...createInvoicePaymentsActivities({ payments, breaker, failpoints }),
    },
  });
  const clientConnection = Connection.lazy({ ...deps.clientConnection, channelArgs: RECONNECT_SOON });
  const client = new Client({ connection: clientConnection, namespace });
  const topUpWorkflows = createTopUpWorkflows(client);
  const topUpInvoiceWorkflows = createTopUpInvoiceWorkflows(client, ledger.topUpInvoices);
  const pauseWorkflows = createPauseWorkflows(client, ledger.pauses);
  const chargeRetryWorkflows = createChargeRetryWorkflows(client);
  const leadChargeWorkflows = createLeadChargeWorkflows(client);
  const refundWorkflows = createRefundWorkflows(client);
  const invoiceWorkflows = createInvoiceWorkflows(client);
  const disputeWorkflows = createDisputeWorkflows(client);
  const relay = startRelay({
    ledger,
    payments,
    topUpWorkflows,
    chargeRetryWorkflows,
    leadChargeWorkflows,
    pauseWorkflows,
    refundWorkflows,
    disputeWorkflows,
    topUpInvoiceWorkflows,
    invoiceWorkflows,
    log,
  });
  const janitor = startJanitor({
    ledger,
    topUpWorkflows,
    leadChargeWorkflows,
    refundWorkflows,
    topUpInvoiceWorkflows,
    log,
  });
  const sweeps = startSweeps({ ledger, payments, pauseWorkflows, disputeWorkflows, invoiceWorkflows, log });
  const notices = startNotices({ ledger, settings: deps.notices, log });
  const stopLoops = () => Promise.all([relay, janitor, sweeps, notices].map((loop) => loop.stop()));

  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  // Whoever waits for the end hears of a failure; until then it must not count as nobody's.
  ended.catch(() => undefined);
  return {
    ended,
    async stop() {
      await stopLoops();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended.finally(() => clientConnection.close());
    },
  };
}
