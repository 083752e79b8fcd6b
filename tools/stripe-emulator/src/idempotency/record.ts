import { createHash } from 'node:crypto';
import { ApiError } from '../errors/api-error.ts';
import { invalidParameter } from '../errors/invalid-request.ts';
import type { Tables } from '../store/tables.ts';

const KEPT_FOR_SECONDS = 86_400;
const MAX_KEY_LENGTH = 255;

/** The first answer under a key, replayed to every repeat of the same request. */
export type IdempotencyRecord = {
  /** The key. */
  id: string;
  fingerprint: string;
  requestId: string;
  status: number;
  body: string;
  createdSeconds: number;
};

/** The same key is good for the same path and body only. */
export function requestFingerprint(path: string, body: string): string {
  return createHash('sha256').update(`${path}\n${body}`).digest('hex');
}

export function checkKey(key: string): void {
  if (key.length >= 1 && key.length <= MAX_KEY_LENGTH) return;
  const message = `The idempotency key must have between 1 and ${MAX_KEY_LENGTH} characters.`;
  throw invalidParameter({ param: 'Idempotency-Key', message });
}

/** The stored answer under this key, if it is not older than a day. */
export function findRecord(tables: Tables, key: string, nowSeconds: number): IdempotencyRecord | null {
  const record = tables.idempotencyRecords.get(key);
  return record && !isExpired(record, nowSeconds) ? record : null;
}

/** Forgets keys older than a day; their repeats are new requests. */
export function pruneRecords(tables: Tables, nowSeconds: number): void {
  for (const record of tables.idempotencyRecords.all())
    if (isExpired(record, nowSeconds)) tables.idempotencyRecords.delete(record.id);
}

export function keyReusedError(key: string): ApiError {
  return new ApiError(400, 'validation', {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

export function keyInUseError(key: string): ApiError {
  return new ApiError(409, 'validation', {
    type: 'invalid_request_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (${key}).`,
  });
}

function isExpired(record: IdempotencyRecord, nowSeconds: number): boolean {
  return nowSeconds - record.createdSeconds >= KEPT_FOR_SECONDS;
}
