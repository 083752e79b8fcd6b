import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { surviveOutage } from './outage/outage.ts';
import { openRealTimeStage } from './stage/real-time.ts';

await runCommand({
  name: 'outage',
  wallets: 1_000,
  phaseMinutes: 15,
  // In real time: half an hour of it is the outage.
  minutes: 90,
  async run({ wallets, phaseMinutes, databaseAdminUrl, say }) {
    const survived = await onThrowAwayDatabase(databaseAdminUrl, async (databaseUrl) =>
      surviveOutage({ stage: await openRealTimeStage(databaseUrl), wallets, phaseMinutes, say }),
    );
    return (
      `${2 * phaseMinutes} minutes without Stripe over ${wallets} wallets: nobody counted as declined, nobody paused, nobody mailed; ` +
      `afterwards each of ${survived.topUps} top-ups completed once, every invariant holds`
    );
  },
});
