import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export type FoundDatabase = { databaseUrl: string } | { lookedIn: string };

/** The database of the environment, else the one that the stack of this checkout runs on or ran on last. */
export function findDatabase(): FoundDatabase {
  const { DATABASE_URL, DRAWDOWN_DATA_DIR } = process.env;
  if (DATABASE_URL) return { databaseUrl: DATABASE_URL };
  const file = path.join(path.resolve(root, DRAWDOWN_DATA_DIR || '.data'), 'app.env');
  const kept = fs.existsSync(file) ? parseEnv(fs.readFileSync(file, 'utf8')).DATABASE_URL : undefined;
  return kept === undefined ? { lookedIn: file } : { databaseUrl: kept };
}
