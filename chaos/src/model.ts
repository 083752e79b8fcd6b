import { runModel } from '@drawdown/ledger/testing';
import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';

await runCommand({
  name: 'model',
  steps: 100_000,
  minutes: 90,
  async run({ seed, steps, databaseAdminUrl, say }) {
    const run = (databaseUrl: string) => runModel({ databaseUrl, seed, steps, say });
    const taken = await onThrowAwayDatabase(databaseAdminUrl, run);
    return `${taken.steps} steps in ${taken.histories} histories: every answer as the reference foretold`;
  },
});
