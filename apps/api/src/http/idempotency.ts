import { createHash } from 'node:crypto';
import { ProblemError } from './problem.ts';

const PRINTABLE_ASCII = /^[\x20-\x7e]{1,255}$/;

/** Null without the header. @throws ProblemError for a key that could not be kept to the letter. */
export function readIdempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (PRINTABLE_ASCII.test(header)) return header;
  throw new ProblemError(
    'idempotency_key_invalid',
    'The Idempotency-Key must be 1 to 255 printable ASCII characters, for example a UUID.',
  );
}

/** Equal for requests that ask the same, whatever the order of their fields. */
export function requestHash(path: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([path, sorted(body)]))
    .digest('hex');
}

/** The key as the ledger takes it; absent when the caller sent none. */
export function idempotencyOf(key: string | null, path: string, body: unknown) {
  return key === null ? undefined : { key, requestHash: requestHash(path, body) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item)]);
}
