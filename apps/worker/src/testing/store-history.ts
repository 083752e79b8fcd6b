import { writeFile } from 'node:fs/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** Stores what a workflow has gone through, as of any machine. */
export async function storeHistory(file: URL, handle: WorkflowHandle): Promise<void> {
  const history = historyToJSON(await handle.fetchHistory());
  const anywhere = JSON.stringify(JSON.parse(history), withoutMachine);
  await writeFile(file, `${anywhere}\n`);
}

// A queue of one process is named after it: its number, its host, and what makes it unique.
const PROCESS_NAME = /^\d+@[\w.-]+(?=-[0-9a-f]{32}$)/;

/** A stored history must not depend on, or tell of, the machine it was recorded on. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity' || key === 'stackTrace') return '';
  return typeof value === 'string' ? value.replace(PROCESS_NAME, 'worker') : value;
}
