import { PaymentProviderError } from '@drawdown/payments';
import { isDatabaseUnavailable } from './database-unavailable.ts';
import { ProblemError } from './problem.ts';

/** What an error means to the caller. Only our own problems speak in their own words. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof PaymentProviderError)
    return new ProblemError(
      'payment_provider_unavailable',
      'Stripe could not be reached or did not answer as expected. Nothing was changed; try again in a moment.',
    );
  if (isDatabaseUnavailable(error))
    return new ProblemError('unavailable', 'The database does not answer. Try again in a moment.', {
      headers: { 'Retry-After': '2' },
    });
  return httpError(error) ?? new ProblemError('internal_error', 'Something went wrong on our side.');
}

/** Errors that Express and its body parser throw, told apart by their documented `type` and `status`. */
function httpError(error: unknown): ProblemError | null {
  if (!(error instanceof Error)) return null;
  const type = 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
      return new ProblemError('malformed_json', 'The body is not valid JSON.');
    case 'entity.too.large': {
      const limit = 'limit' in error ? ` of ${Number(error.limit) / 1024} kB` : '';
      return new ProblemError('body_too_large', `The body is larger than the limit${limit}.`);
    }
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ProblemError('unsupported_media_type', 'Send the body as plain UTF-8 JSON.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new ProblemError('malformed_json', 'The body ended before it was complete.');
  }
  if (error instanceof URIError || ('status' in error && error.status === 400))
    return new ProblemError('validation_failed', 'The path or the body cannot be read.');
  return null;
}
