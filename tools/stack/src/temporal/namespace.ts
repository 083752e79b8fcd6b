import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { searchAttributes } from './search-attributes.ts';

const retention = '90 days';
const alreadyThere = 6; // gRPC ALREADY_EXISTS

type ConnectOptions = Parameters<typeof Connection.connect>[0];

/** Registers what is missing of our search attributes. Safe to repeat. */
export async function registerSearchAttributes(options: ConnectOptions, namespace: string): Promise<void> {
  await withTemporal(options, async (connection) => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (customAttributes ?? {})));
    if (missing.length === 0) return;
    try {
      await connection.operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(missing),
      });
    } catch (error) {
      if (codeOf(error) !== alreadyThere) throw error;
    }
  });
}

/** Keeps closed workflows for 90 days: the local server's own default of one day would break links to them. */
export async function keepClosedWorkflows(options: ConnectOptions, namespace: string): Promise<void> {
  await withTemporal(options, async (connection) => {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retention) },
    });
  });
}

/** Resolves when the server answers for the namespace. */
export async function answersForNamespace(options: ConnectOptions, namespace: string): Promise<void> {
  await withTemporal(options, (connection) => connection.workflowService.describeNamespace({ namespace }));
}

async function withTemporal<Result>(
  options: ConnectOptions,
  run: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ connectTimeout: 5_000, ...options });
  try {
    return await connection.withDeadline(Date.now() + 10_000, () => run(connection));
  } finally {
    await connection.close();
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
