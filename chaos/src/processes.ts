import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { raceOnOneWallet } from './races/processes-on-one-wallet.ts';

await runCommand({
  name: 'processes',
  rounds: 20,
  minutes: 15,
  async run({ seed, rounds, databaseAdminUrl, say }) {
    await onThrowAwayDatabase(databaseAdminUrl, (databaseUrl) =>
      raceOnOneWallet({ databaseUrl, seed, rounds, say }),
    );
    return `${rounds} rounds of 1,000 leads from 4 processes: 500 delivered each time, every invariant holds`;
  },
});
