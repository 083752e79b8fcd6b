import { ApiError, type ErrorBody } from './api-error.ts';

export function missingParameter(param: string): ApiError {
  const message = `Missing required param: ${param}.`;
  return invalidParameter({ param, code: 'parameter_missing', message });
}

export function invalidParameter(details: { param: string; message: string; code?: string }): ApiError {
  return new ApiError(400, 'validation', { type: 'invalid_request_error', ...details });
}

export function resourceMissing(details: { noun: string; id: string; param: string }): ApiError {
  const { noun, id, param } = details;
  const message = `No such ${noun}: '${id}'`;
  return new ApiError(404, 'validation', {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message,
    param,
  });
}

/** The request is well formed but the object is in a state that forbids it. */
export function stateConflict(details: Omit<ErrorBody, 'type'>): ApiError {
  return new ApiError(400, 'execution', { type: 'invalid_request_error', ...details });
}
