/** Postgres cannot keep a NUL or half of a surrogate pair; found here, they are a clear 400 instead of a failed query. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is exactly what must be found
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

/** Path of the first text in a JSON value that cannot be stored; null when all is well. */
export function findUnstorableText(value: unknown, path: string[] = []): string | null {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? path.join('.') : null;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = UNSTORABLE.test(key) ? path.join('.') : findUnstorableText(item, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
