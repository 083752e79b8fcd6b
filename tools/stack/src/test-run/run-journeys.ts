import fs from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.ts';
import { runVitest } from './run-vitest.ts';
import { nothing, oneFailure, type Totals } from './totals.ts';

const config = 'e2e/vitest.config.ts';

/** The journeys in a real browser. Without one they are skipped and say so; in CI that is a failure. */
export async function runJourneys(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; totals: Totals }> {
  if (!fs.existsSync(path.join(root, config))) return { code: 0, totals: nothing };
  const chromium = findChromium(env);
  if (chromium !== undefined)
    return runVitest({ root, args: ['--config', config], env: { ...env, DRAWDOWN_CHROMIUM: chromium } });
  const missing = 'browser journeys: no Chromium was found (install chromium or set DRAWDOWN_CHROMIUM)';
  if (env.CI) return { code: 1, totals: oneFailure(missing) };
  console.log(`Skipped: ${missing}`);
  return { code: 0, totals: { ...nothing, skipped: 1 } };
}
