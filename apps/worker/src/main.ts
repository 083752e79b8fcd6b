import { createLedger } from '@drawdown/ledger';
import { createPaymentGateway } from '@drawdown/payments';
import { Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { createFailpoints, NO_FAILPOINTS } from './failpoints/failpoints.ts';
import { connectPatiently } from './temporal/connect.ts';
import { runtimeLogger } from './temporal/runtime-logger.ts';
import { readWorkflowBundle } from './temporal/workflow-bundle.ts';
import { startWorkerProcess } from './worker-process.ts';

const env = readEnv();
const log = pino({ level: env.logLevel });
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
// The parent is gone: nobody would restart or stop this process any more.
process.on('disconnect', () => stopping.abort());

Runtime.install({
  logger: runtimeLogger(log),
  telemetryOptions: { logging: { filter: 'WARN', forward: {} } },
  shutdownSignals: [],
});

const { connectionOptions, namespace = 'default' } = env.temporal;
const connection = await connectPatiently({ connection: connectionOptions, log, signal: stopping.signal });
if (connection) await work(connection);
process.exit(process.exitCode ?? 0);

async function work(connected: NonNullable<typeof connection>): Promise<void> {
  const ledger = createLedger({ databaseUrl: env.databaseUrl });
  try {
    const worker = await startWorkerProcess({
      ledger,
      payments: createPaymentGateway(env.stripe),
      connection: connected,
      clientConnection: connectionOptions,
      namespace,
      workflowBundle: await readWorkflowBundle(env.workflowBundlePath),
      failpoints: env.failpoint ? createFailpoints(env.failpoint) : NO_FAILPOINTS,
      notices: env,
      log,
    });
    log.info({ namespace, temporal: connectionOptions.address }, 'polling');
    process.send?.({ kind: 'ready' });
    const stopAsked = new Promise<void>((resolve) => {
      if (stopping.signal.aborted) resolve();
      stopping.signal.addEventListener('abort', () => resolve());
    });
    await Promise.race([worker.ended, stopAsked]);
    await worker.stop();
    await ledger.close();
    await connected.close();
    log.info('stopped');
  } catch (error) {
    log.fatal({ err: error }, 'the worker cannot go on');
    process.exitCode = 1;
  }
}
