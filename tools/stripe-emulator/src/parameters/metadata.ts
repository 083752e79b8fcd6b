import { invalidParameter } from '../errors/invalid-request.ts';
import type { Metadata } from '../objects.ts';
import type { Params } from './params.ts';

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 500;

/** The metadata after this request: given keys are set, keys given as empty are removed, others stay. */
export function mergedMetadata(params: Params, present: Metadata = {}): Metadata {
  if (params.has('metadata') && !params.nested('metadata')) return {};
  const merged: Metadata = { ...present };
  for (const [key, value] of params.nested('metadata')?.entries() ?? []) {
    if (key.length > MAX_KEY_LENGTH)
      throw tooLarge(`Metadata keys can be up to ${MAX_KEY_LENGTH} characters`);
    if (value.length > MAX_VALUE_LENGTH)
      throw tooLarge(`Metadata values can be up to ${MAX_VALUE_LENGTH} characters, but you passed in ${key}`);
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length > MAX_KEYS) throw tooLarge(`You can have up to ${MAX_KEYS} metadata keys`);
  return merged;
}

function tooLarge(message: string) {
  return invalidParameter({ param: 'metadata', message });
}
