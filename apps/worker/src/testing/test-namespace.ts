import { randomBytes } from 'node:crypto';
import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

// Temporal's numbers for the types of search attributes.
const KEYWORD = 2;
const INT = 3;
const DATETIME = 6;
const KEYWORD_LIST = 7;

const NOT_KEYWORDS: Readonly<Record<string, number>> = {
  [SEARCH_ATTRIBUTES.pauseReason]: KEYWORD_LIST,
  [SEARCH_ATTRIBUTES.nextAttemptAt]: DATETIME,
  [SEARCH_ATTRIBUTES.amountMinor]: INT,
};

/**
 * A namespace with our search attributes: a new one, so that test files which share a server do not take each other's
 * tasks, or the given one of a server that has no other.
 */
export async function openTestNamespace(address: string, existing?: string): Promise<string> {
  const namespace = existing ?? `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  if (existing === undefined)
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('3 days'),
    });
  const types = Object.values(SEARCH_ATTRIBUTES).map((name) => [name, NOT_KEYWORDS[name] ?? KEYWORD]);
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(types),
  });
  await connection.close();
  return namespace;
}
