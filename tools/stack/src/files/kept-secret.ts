import fs from 'node:fs';
import path from 'node:path';

/** A secret that is made once and stays the same over restarts, in a file that its owner alone can read. */
export function keptSecret(file: string, make: () => string): string {
  if (fs.existsSync(file)) {
    const kept = fs.readFileSync(file, 'utf8').trim();
    if (kept !== '') return kept;
  }
  const secret = make();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
