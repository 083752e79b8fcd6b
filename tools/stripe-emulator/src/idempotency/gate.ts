import type { Sandbox } from '../sandbox.ts';
import { findRecord, type IdempotencyRecord, keyInUseError, keyReusedError } from './record.ts';

/** Decides, before anything is executed, what a key means for a request: go ahead, replay, or refuse. */
export class IdempotencyGate {
  private readonly sandbox: Sandbox;
  /** Keys under way, with the fingerprint of their request. */
  private readonly inFlight = new Map<string, string>();

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  /** The answer to replay, or null when the request is the first under its key. Throws on reuse and overlap. */
  check(key: string, fingerprint: string): IdempotencyRecord | null {
    const underWay = this.inFlight.get(key);
    if (underWay !== undefined) throw underWay === fingerprint ? keyInUseError(key) : keyReusedError(key);
    const record = findRecord(this.sandbox.database.tables, key, this.sandbox.nowSeconds);
    if (record && record.fingerprint !== fingerprint) throw keyReusedError(key);
    return record;
  }

  /** Holds the key until `work` has its answer ready to send. */
  async hold<T>(key: string | null, fingerprint: string, work: () => Promise<T>): Promise<T> {
    if (key === null) return work();
    this.inFlight.set(key, fingerprint);
    try {
      return await work();
    } finally {
      this.inFlight.delete(key);
    }
  }
}
