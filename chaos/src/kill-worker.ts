import { startTestTemporal } from '@drawdown/stack/testing';
import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { killWorker } from './worker-kills/kill-worker.ts';
import { killTable } from './worker-kills/table.ts';

await runCommand({
  name: 'kill-worker',
  times: 100,
  minutes: 60,
  async run({ seed, times, databaseAdminUrl, say }) {
    const temporal = await startTestTemporal();
    try {
      const reports = await onThrowAwayDatabase(databaseAdminUrl, (databaseUrl) =>
        killWorker({ databaseUrl, temporalAddress: temporal.address, seed, times, say }),
      );
      for (const line of killTable(reports)) say(line);
      const topUps = reports.reduce((sum, report) => sum + report.topUps, 0);
      return (
        `${reports.length} kills, ${topUps} top-ups: one charge and one posting for each that was paid, none for the ` +
        'others, nobody left paused, nothing told twice, every invariant holds'
      );
    } finally {
      await temporal.stop();
    }
  },
});
