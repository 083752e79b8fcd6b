import { readdir, readFile } from 'node:fs/promises';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { recordsHistories } from '../env.ts';
import { bundleWorkflows } from '../temporal/workflow-bundle.ts';
import { installQuietRuntime } from '../testing/quiet-runtime.ts';
import { recordEveryEnding } from '../testing/record-histories.ts';

const folder = new URL('./histories/', import.meta.url);

describe('stored histories', () => {
  // RECORD_HISTORIES=1 npx vitest run apps/worker/src/workflows/histories.test.ts
  if (recordsHistories()) recordEveryEnding(folder);

  it('replay with the present code, so that what runs in production goes on after a deployment', async () => {
    installQuietRuntime();
    const workflowBundle = await bundleWorkflows();
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const history: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
      await expect(
        Worker.runReplayHistory({ workflowBundle }, history, 'top-up:replayed'),
        name,
      ).resolves.toBeUndefined();
    }
  });
});
