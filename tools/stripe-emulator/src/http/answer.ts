export const API_VERSION = '2026-10-28.endive';

export type Answer = { status: number; body: string; headers: Record<string, string> };

/** What becomes of a request: an answer, or a connection that is cut without one. */
export type Reply = { kind: 'answer'; answer: Answer } | { kind: 'dropped' };

export function jsonAnswer(status: number, content: object, headers: Record<string, string> = {}): Answer {
  return { status, body: JSON.stringify(content), headers };
}
