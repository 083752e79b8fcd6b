import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { killPoster } from './kills/kill-poster.ts';

await runCommand({
  name: 'kill-poster',
  rounds: 20,
  minutes: 15,
  async run({ seed, rounds, databaseAdminUrl, say }) {
    const { postings, foundAgain } = await onThrowAwayDatabase(databaseAdminUrl, (databaseUrl) =>
      killPoster({ databaseUrl, seed, rounds, say }),
    );
    return (
      `${rounds} kills, ${postings} postings, ${foundAgain} had been decided before their answer was lost: ` +
      'nothing lost, doubled or invented, every invariant holds'
    );
  },
});
