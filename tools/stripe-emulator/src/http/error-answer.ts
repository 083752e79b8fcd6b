import { ApiError } from '../errors/api-error.ts';
import { type Answer, jsonAnswer } from './answer.ts';

export function errorAnswer(error: ApiError): Answer {
  return jsonAnswer(error.status, { error: error.body });
}

export function serverError(): ApiError {
  const message = 'An unknown error occurred';
  return new ApiError(500, 'execution', { type: 'api_error', message });
}

export function rateLimited(): ApiError {
  const message = 'Too many requests hit the API too quickly. Wait and try again.';
  const body = { type: 'invalid_request_error', code: 'rate_limit', message } as const;
  return new ApiError(429, 'validation', body);
}

/** As for a key that was rolled while the product still used it. */
export function keyRevoked(): ApiError {
  const message = 'Invalid API Key provided: sk_test_********';
  return new ApiError(401, 'validation', { type: 'invalid_request_error', message });
}

/** As for a restricted key, or an account that may not do this any more. */
export function permissionMissing(): ApiError {
  const message = 'The provided key does not have the required permissions for this endpoint.';
  return new ApiError(403, 'validation', { type: 'invalid_request_error', message });
}

export function unknownUrl(method: string, path: string): ApiError {
  const message = `Unrecognized request URL (${method}: ${path}). The emulator does not have it.`;
  return new ApiError(404, 'validation', { type: 'invalid_request_error', message });
}

export function bodyTooLarge(): ApiError {
  const message = 'The request body is too large.';
  return new ApiError(413, 'validation', { type: 'invalid_request_error', message });
}
