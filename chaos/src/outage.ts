import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { surviveOutage } from './outage/outage.ts';

await runCommand({
  name: 'outage',
  wallets: 1_000,
  minutes: 45,
  async run({ wallets, databaseAdminUrl, say }) {
    const survived = await onThrowAwayDatabase(databaseAdminUrl, (databaseUrl) =>
      surviveOutage({ databaseUrl, wallets, say }),
    );
    if (survived === null) throw new Error('there is no Temporal server that skips time');
    return (
      `half an hour without Stripe over ${wallets} wallets: nobody counted as declined, nobody paused, nobody mailed; ` +
      `afterwards each of ${survived.topUps} top-ups completed once, every invariant holds`
    );
  },
});
