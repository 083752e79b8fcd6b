import { readdir, readFile } from 'node:fs/promises';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { recordsHistories } from '../env.ts';
import { bundleWorkflows } from '../temporal/workflow-bundle.ts';
import { endingOfHistory } from '../testing/ending-of-history.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { recordBackupCards } from '../testing/record-backup-cards.ts';
import { recordContinued } from '../testing/record-continued.ts';
import { recordDisputes } from '../testing/record-disputes.ts';
import { recordEveryEnding } from '../testing/record-histories.ts';
import { recordInvoices } from '../testing/record-invoices.ts';
import { recordLeads } from '../testing/record-leads.ts';
import { recordPauses } from '../testing/record-pauses.ts';
import { recordRefunds } from '../testing/record-refunds.ts';
import { recordTopUpInvoices } from '../testing/record-top-up-invoices.ts';
import { everyEnding } from '../testing/workflow-endings.ts';

const folder = new URL('./histories/', import.meta.url);

/** Runs of code that is only replayed: no new one ends so. */
const FIRST_RELEASE = 'first-release';

describe('stored histories', () => {
  // RECORD_HISTORIES=1 npx vitest run apps/worker/src/workflows/histories.test.ts
  if (recordsHistories()) {
    describe('of charges', () => recordEveryEnding(folder));
    describe('of backup cards', () => recordBackupCards(folder));
    describe('of disputes', () => recordDisputes(folder));
    describe('of leads', () => recordLeads(folder));
    describe('of pauses', () => recordPauses(folder));
    describe('of refunds', () => recordRefunds(folder));
    describe('of invoices', () => recordInvoices(folder));
    describe('of long runs', () => recordContinued(folder));
    describe('of top-up invoices', () => recordTopUpInvoices(folder));
  }

  it('replay with the present code, so that what runs in production goes on after a deployment', {
    timeout: 120_000,
  }, async () => {
    installQuietRuntime();
    const workflowBundle = await bundleWorkflows();
    const names = await storedNames();
    expect(names.length).toBeGreaterThan(0);
    const replayed: string[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, read(names))) {
      expect(error, workflowId).toBeUndefined();
      replayed.push(workflowId);
    }
    expect(replayed.sort()).toEqual(names.sort());
  });

  it('are there for every ending of every workflow, as the present release comes to it', async () => {
    const found = new Set<string>();
    for await (const { workflowId, history } of read(await storedNames())) {
      const ending = endingOfHistory(history);
      if (ending !== null && !workflowId.startsWith(FIRST_RELEASE)) found.add(ending);
    }
    expect([...found].sort()).toEqual(everyEnding());
  });
});

async function storedNames(): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
}

/** Each stands under the name of its file instead of its workflow's id. */
async function* read(names: readonly string[]) {
  for (const name of names) {
    const history: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
    yield { workflowId: name, history };
  }
}
