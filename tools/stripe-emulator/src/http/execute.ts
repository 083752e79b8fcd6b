import { ApiError } from '../errors/api-error.ts';
import { Params } from '../parameters/params.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Scope } from '../scope.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { errorAnswer, serverError } from './error-answer.ts';
import { expand } from './expand.ts';
import { parseForm } from './form.ts';
import type { Route } from './route.ts';

export type Execution = {
  request: ApiRequest;
  route: Route;
  id: string;
  requestId: string;
  /** Begin, then fail like a server that broke: nothing happened, yet the failure is the stored answer. */
  breaks: boolean;
  /** Keeps an answer under the request's idempotency key; runs in the transaction of its effects. */
  store: (scope: Scope, answer: Answer) => void;
};

/**
 * Executes a request and stores its answer in one transaction, so that a crash leaves both or neither. A card
 * error keeps its effects (the failed charge); any other error undoes them. What failed validation is not stored.
 */
export function execute(sandbox: Sandbox, execution: Execution): Answer {
  const identity = { requestId: execution.requestId, idempotencyKey: execution.request.idempotencyKey };
  const finish = (scope: Scope, answer: Answer) => {
    execution.store(scope, answer);
    return answer;
  };
  try {
    return sandbox.transact((scope) => finish(scope, answerOf(scope, execution)), identity);
  } catch (error) {
    if (error instanceof ApiError && error.phase === 'validation') return errorAnswer(error);
    const answer = error instanceof ApiError ? errorAnswer(error) : brokenAnswer(error);
    return sandbox.transact((scope) => finish(scope, answer), identity);
  }
}

function answerOf(scope: Scope, execution: Execution): Answer {
  if (execution.breaks) return errorAnswer(serverError());
  try {
    return jsonAnswer(200, handle(scope, execution));
  } catch (error) {
    if (error instanceof ApiError && error.status === 402) return errorAnswer(error);
    throw error;
  }
}

function handle(scope: Scope, { request, route, id }: Execution): object {
  const form = parseForm(request.method === 'GET' ? request.query : (request.body ?? ''));
  const params = new Params(form);
  const answer = route.handle(scope, { id, path: request.path, params });
  return expand(scope.tables, answer, params.strings('expand') ?? []);
}

function brokenAnswer(error: unknown): Answer {
  console.error('The emulator failed', error);
  return errorAnswer(serverError());
}
