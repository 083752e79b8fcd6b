import { runCommand } from './command/run-command.ts';
import { killPostgres } from './kills/kill-postgres.ts';

await runCommand({
  name: 'kill-postgres',
  rounds: 10,
  minutes: 15,
  async run({ seed, rounds, say }) {
    const { postings, askedAgain, foundAgain } = await killPostgres({ seed, rounds, say });
    return (
      `${rounds} kills, ${postings} postings, ${askedAgain} of them asked again, ${foundAgain} had been decided ` +
      'before their answer was lost: nothing lost, doubled or invented, every invariant holds'
    );
  },
});
