import { ERROR_STATUS } from '@drawdown/shared/codes';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { toProblem } from './known-errors.ts';
import { PROBLEM_CONTENT_TYPE, ProblemError, problemJson } from './problem.ts';

/** The last handler: whatever was thrown becomes problem+json, without inner details of what we did not expect. */
export const answerProblem: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const problem = toProblem(error);
  // Our own problems were logged, with what caused them, where they arose.
  if (ERROR_STATUS[problem.code] >= 500 && error !== problem)
    request.log.error({ err: error }, 'request failed');
  if (response.headersSent) {
    next(error);
    return;
  }
  response
    .status(ERROR_STATUS[problem.code])
    .set({ 'Cache-Control': 'no-store', ...problem.headers, 'Content-Type': PROBLEM_CONTENT_TYPE })
    .send(JSON.stringify(problemJson(problem, String(request.id))));
};

export const answerUnknownPath: RequestHandler = (request) => {
  throw new ProblemError(
    'not_found',
    `There is nothing at ${request.method} ${request.path}; /openapi.json lists every route.`,
  );
};
