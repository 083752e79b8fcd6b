import type { ErrorCode } from '@drawdown/shared/codes';
import { ERROR_STATUS } from '@drawdown/shared/codes';
import type { FieldError, Problem } from '@drawdown/shared/http';
import { PROBLEM_TITLES } from './problem-titles.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

type ProblemOptions = {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Members beside the standard ones, for example what a refusal carries. */
  extra?: Record<string, unknown>;
  cause?: unknown;
};

/** Thrown anywhere below a route: it becomes the problem+json answer of that code. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(code: ErrorCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

/** The RFC 9457 document of a problem. */
export function problemJson(problem: ProblemError, requestId: string): Problem & Record<string, unknown> {
  return {
    type: `urn:drawdown:problem:${problem.code}`,
    title: PROBLEM_TITLES[problem.code],
    status: ERROR_STATUS[problem.code],
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
    ...problem.extra,
  };
}

export function notFound(what: string): ProblemError {
  return new ProblemError('not_found', `There is no ${what} with this id in your account.`);
}

/** One field that is wrong for a reason that the schema cannot see. */
export function fieldProblem(code: ErrorCode, field: string, message: string): ProblemError {
  return new ProblemError(code, `${field}: ${message}`, { errors: [{ field, code, message }] });
}
