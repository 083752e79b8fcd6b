import type { Decline } from '../cards/declines.ts';
import type { IntentError } from '../objects.ts';
import { ApiError, type ErrorBody } from './api-error.ts';

type CardFailure = Omit<IntentError, 'type'> & { type: 'card_error' };

/** A decline in the words of the API: the part shared by the 402 and the intent's last error. */
export function describeDecline(decline: Decline): CardFailure {
  return {
    type: 'card_error',
    code: decline.code,
    message: decline.message,
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    ...(decline.adviceCode ? { advice_code: decline.adviceCode } : {}),
    ...(decline.networkDeclineCode ? { network_decline_code: decline.networkDeclineCode } : {}),
  };
}

export function cardError(decline: Decline, context: Partial<ErrorBody> = {}): ApiError {
  return new ApiError(402, 'execution', { ...describeDecline(decline), ...context });
}
