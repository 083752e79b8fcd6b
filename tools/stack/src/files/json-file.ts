import fs from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

/** The parsed content, or undefined when there is no such file or it is not what it should be. */
export function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole, readable by its owner alone: a reader sees the old content or the new. */
export function writeJsonFile(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.new`;
  fs.writeFileSync(next, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(next, file);
}
