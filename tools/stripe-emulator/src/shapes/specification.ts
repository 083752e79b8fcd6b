import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Specification } from './schema.ts';

const MODULE = 'github.com/stripe/stripe-mock@v0.203.0';
const FILE = 'embedded/openapi/spec3.json';
const TIMEOUT_MS = 90_000;

type Found = { specification: Specification } | { missing: string };

/**
 * Stripe's published description of its API, as its own mock server carries it; from the Go module cache, where it is
 * fetched once. Says why where it is not to be had.
 */
export async function findSpecification(): Promise<Found> {
  try {
    const download = promisify(execFile)('go', ['mod', 'download', '-json', MODULE], { timeout: TIMEOUT_MS });
    const { Dir: folder } = JSON.parse((await download).stdout) as { Dir?: string };
    if (folder === undefined) return { missing: `${MODULE} could not be downloaded` };
    return { specification: JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Specification };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { missing: `${MODULE} is not to be had: ${reason}` };
  }
}
