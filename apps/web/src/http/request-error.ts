import type { ErrorCode } from '@drawdown/shared/codes';
import type { Problem } from '@drawdown/shared/http';

/**
 * Why a request gave no usable answer. `refused` is a definite answer of the API. After `unreachable` and `unreadable`
 * nobody knows whether the request was carried out.
 */
export type Failure =
  | { kind: 'refused'; problem: Problem }
  | { kind: 'unreachable' }
  | { kind: 'unreadable'; status: number; requestId: string | null };

export class RequestError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(sentenceFor(failure), { cause });
    this.name = 'RequestError';
    this.failure = failure;
  }
}

function sentenceFor(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return failure.problem.detail;
    case 'unreachable':
      return 'Drawdown cannot be reached.';
    case 'unreadable':
      return `Drawdown answered in an unexpected way (status ${failure.status}).`;
  }
}

export function problemOf(error: unknown): Problem | null {
  return error instanceof RequestError && error.failure.kind === 'refused' ? error.failure.problem : null;
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return problemOf(error)?.code === code;
}

/** The id by which the request can be found in the server's log, when an answer arrived at all. */
export function requestIdOf(error: unknown): string | null {
  if (!(error instanceof RequestError)) return null;
  switch (error.failure.kind) {
    case 'refused':
      return error.failure.problem.requestId;
    case 'unreadable':
      return error.failure.requestId;
    case 'unreachable':
      return null;
  }
}

/** What to show when an action failed: the API's own words where there are any. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong.';
}
