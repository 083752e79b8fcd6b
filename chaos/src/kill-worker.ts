import { startTestTemporal } from '@drawdown/stack/testing';
import { runCommand } from './command/run-command.ts';
import { onThrowAwayDatabase } from './command/throw-away-database.ts';
import { killWorker } from './worker-kills/kill-worker.ts';
import { PLANNED } from './worker-kills/plan.ts';
import { killTable } from './worker-kills/table.ts';

await runCommand({
  name: 'kill-worker',
  times: PLANNED.length,
  minutes: 90,
  async run({ seed, times, only, databaseAdminUrl, say }) {
    const points = PLANNED.filter((point) => point.startsWith(only));
    if (points.length === 0) throw new Error(`there is no point that begins with ${only}`);
    const temporal = await startTestTemporal();
    try {
      const reports = await onThrowAwayDatabase(databaseAdminUrl, (databaseUrl) =>
        killWorker({ databaseUrl, temporalAddress: temporal.address, seed, times, points, say }),
      );
      for (const line of killTable(reports)) say(line);
      const killedAt = new Set(reports.map(({ kill }) => kill.point));
      const things = reports.reduce((sum, report) => sum + report.things, 0);
      return (
        `${reports.length} kills at ${killedAt.size} points, ${things} top-ups, leads, refunds, disputes and invoices: one ` +
        'charge and one posting for each that was paid, none for the others, each refund and credit note once, what ' +
        'Stripe holds is what the books say, nobody left paused, nothing told twice, every invariant holds'
      );
    } finally {
      await temporal.stop();
    }
  },
});
