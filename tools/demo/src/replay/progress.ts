import type { Tally } from './tally.ts';
import { clock, grouped } from './words.ts';

/** A terminal, or anything else that text can be written to. */
export type Output = { write: (text: string) => unknown; isTTY?: boolean | undefined };

const EVERY_MS = { terminal: 200, other: 5_000 } as const;

/** Says how far the run is: on a terminal in one line that is rewritten, elsewhere in a new line now and then. */
export function showProgress(output: Output, tally: Tally, run: { rows: number; atMs: () => number }) {
  const startedMs = performance.now();
  const line = () => {
    const seconds = (performance.now() - startedMs) / 1000;
    return progressLine(tally, { rows: run.rows, atMs: run.atMs(), seconds });
  };
  const show = output.isTTY ? () => output.write(`\r\x1b[K${line()}`) : () => output.write(`${line()}\n`);
  const timer = setInterval(show, output.isTTY ? EVERY_MS.terminal : EVERY_MS.other);
  return {
    stop: () => {
      clearInterval(timer);
      output.write(output.isTTY ? `\r\x1b[K${line()}\n` : `${line()}\n`);
    },
  };
}

export function progressLine(tally: Tally, run: { rows: number; atMs: number; seconds: number }): string {
  const perSecond = run.seconds > 0 ? Math.round(tally.leads / run.seconds) : 0;
  return [
    `${clock(run.atMs)} UTC`,
    `${grouped(tally.leads)} of ${grouped(run.rows)} leads`,
    `${grouped(perSecond)}/s`,
    `${grouped(tally.delivered)} delivered`,
    `${grouped(tally.refused)} refused`,
    ...(tally.errors > 0 ? [`${grouped(tally.errors)} errors`] : []),
  ].join('  ');
}
