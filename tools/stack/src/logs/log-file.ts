import fs from 'node:fs';
import path from 'node:path';

const kept = 3;

/** Where a part writes, with what it wrote in the last three starts beside it as `.1` to `.3`. */
export function rotatedLogFile(folder: string, name: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  for (let age = kept; age > 0; age -= 1) {
    const older = age === 1 ? file : `${file}.${age - 1}`;
    if (fs.existsSync(older)) fs.renameSync(older, `${file}.${age}`);
  }
  fs.writeFileSync(file, '');
  return file;
}

/** The last lines of a log, for a person who needs to know why a part did not start. */
export function lastLogLines(file: string, count = 15): string {
  if (!fs.existsSync(file)) return '';
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
