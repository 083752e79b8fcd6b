import { ApiError } from '../errors/api-error.ts';

/** Lets any test key pass; refuses a live key in plain words, because it was surely meant for the real Stripe. */
export function checkCredentials(authorization: string | undefined): void {
  const key = keyIn(authorization ?? '');
  if (key === '')
    throw unauthorized('You did not provide an API key. Send one as `Authorization: Bearer sk_test_…`.');
  if (key.startsWith('sk_live_') || key.startsWith('rk_live_'))
    throw unauthorized(
      'This is the Stripe emulator: it refuses live keys. Use a key that starts with sk_test_.',
    );
  if (!key.startsWith('sk_test_'))
    throw unauthorized('Invalid API Key provided: it must start with sk_test_.');
}

function keyIn(authorization: string): string {
  const [scheme, value = ''] = authorization.split(' ', 2);
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, 'validation', { type: 'invalid_request_error', message });
}
