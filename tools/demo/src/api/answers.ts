import { problemSchema } from '@drawdown/shared/http';
import type { z } from 'zod';
import type { ApiAnswer, ApiRequest, SendRequest } from './client.ts';

/** The API refused, or answered something that the contract does not know. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(request: ApiRequest, answer: ApiAnswer) {
    const problem = problemSchema.safeParse(answer.body);
    const detail = problem.success
      ? `${problem.data.code}: ${problem.data.detail} (${problem.data.requestId})`
      : 'an answer that is not of the contract';
    super(`${request.method} ${request.path} was answered ${answer.status}, ${detail}`);
    this.status = answer.status;
    this.code = problem.success ? problem.data.code : 'unknown';
  }
}

/** Sends and reads the answer by its schema. Throws `ApiError` for any status but 2xx, and for another shape. */
export async function call<T extends z.ZodType>(
  send: SendRequest,
  request: ApiRequest,
  schema: T,
): Promise<z.infer<T>> {
  const answer = await send(request);
  if (answer.status < 200 || answer.status > 299) throw new ApiError(request, answer);
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) throw new ApiError(request, answer);
  return parsed.data;
}
