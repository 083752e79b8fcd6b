import type { KillReport } from './kill-worker.ts';

/** One line for each point: how often a worker died there, how long that took, how much was on the way. */
export function killTable(reports: readonly KillReport[]): string[] {
  const points = [...new Set(reports.map(({ kill }) => kill.point))].sort();
  const width = Math.max(...points.map((point) => point.length));
  const row = (point: string, kills: string, things: string, longest: string) =>
    `${point.padEnd(width)}  ${kills.padStart(5)}  ${things.padStart(7)}  ${longest.padStart(9)}`;
  return [
    row('killed at', 'kills', 'things', 'longest'),
    ...points.map((point) => {
      const ofPoint = reports.filter(({ kill }) => kill.point === point);
      const things = ofPoint.reduce((sum, report) => sum + report.things, 0);
      const longest = Math.max(...ofPoint.map(({ tookMs }) => tookMs)) / 1000;
      return row(point, String(ofPoint.length), String(things), `${longest.toFixed(1)} s`);
    }),
  ];
}
