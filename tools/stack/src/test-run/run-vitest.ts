import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from './run-command.ts';
import { countReport, oneFailure, sum, type Totals } from './totals.ts';

export interface VitestRun {
  root: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** Runs Vitest on this terminal and counts what it did from its own report. */
export async function runVitest({ root, args, env }: VitestRun): Promise<{ code: number; totals: Totals }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawdown-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const code = await runCommand({
      command: process.execPath,
      args: [
        path.join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        ...args,
      ],
      cwd: root,
      env,
    });
    if (!fs.existsSync(report))
      return { code, totals: oneFailure(`vitest ended with code ${code} and no report`) };
    const totals = countReport(JSON.parse(fs.readFileSync(report, 'utf8')));
    if (code === 0 || totals.failed > 0) return { code, totals };
    return { code, totals: sum([totals, oneFailure(`vitest ended with code ${code}`)]) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
