import { createHash } from 'node:crypto';
import type { ApiKey, Ledger } from '@drawdown/ledger';

const KEEP_MS = 10_000;
const MAX_KEYS = 5_000;

type Entry = { key: Promise<ApiKey | null>; until: number };

/**
 * Looks an API key up. A known key is remembered for ten seconds, so that a router's stream of leads does not ask the
 * database for each; a revoked key therefore lives at most that long. Unknown tokens are never remembered.
 */
export function createApiKeyCache(apiKeys: Ledger['apiKeys'], now: () => number = Date.now) {
  const entries = new Map<string, Entry>();

  return async (token: string): Promise<ApiKey | null> => {
    const digest = createHash('sha256').update(token).digest('base64');
    const known = entries.get(digest);
    if (known !== undefined && known.until > now()) return known.key;
    if (entries.size >= MAX_KEYS) entries.clear();
    const entry = { key: apiKeys.authenticate(token), until: now() + KEEP_MS };
    entries.set(digest, entry);
    const forget = () => {
      if (entries.get(digest) === entry) entries.delete(digest);
    };
    try {
      const key = await entry.key;
      if (key === null) forget();
      return key;
    } catch (error) {
      forget();
      throw error;
    }
  };
}
