import { expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { runModel } from './run-model.ts';

// The same steps in every run of the suite. `pnpm --filter @drawdown/chaos model` takes others, and 100,000 of them.
const SEED = 20_261_122;
const STEPS = 2_000;

test(`the ledger answers ${STEPS} random steps as the reference does (seed ${SEED})`, async () => {
  const databaseUrl = await createTestDatabase();
  const { steps } = await runModel({ databaseUrl, steps: STEPS, seed: SEED });
  expect(steps).toBeGreaterThanOrEqual(STEPS);
}, 300_000);
