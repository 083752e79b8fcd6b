export type Answer =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string> }
  | { kind: 'text'; status: number; body: string; contentType: string }
  | { kind: 'empty'; status: 204 }
  /** The handler writes to the response itself: a stream. */
  | { kind: 'streaming' };

export function ok(body: unknown): Answer {
  return { kind: 'json', status: 200, body };
}

export function created(body: unknown): Answer {
  return { kind: 'json', status: 201, body };
}

export const NO_CONTENT: Answer = { kind: 'empty', status: 204 };

/** Tells the caller that this answer repeats what was decided before. */
export const REPLAYED_HEADER = { 'Idempotent-Replayed': 'true' };
