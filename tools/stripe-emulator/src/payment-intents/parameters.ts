import { invalidParameter } from '../errors/invalid-request.ts';
import type { Params } from '../parameters/params.ts';

const MAX_SUFFIX_LENGTH = 22;

/** Refuses what the pinned API version, or a card payment, does not take. */
export function refuseUnsupported(params: Params): void {
  if (params.has('payment_method_types'))
    throw invalidParameter({
      param: 'payment_method_types',
      code: 'parameter_unknown',
      message: 'Received unknown parameter: payment_method_types',
    });
  if (params.string('statement_descriptor') !== null)
    throw invalidParameter({
      param: 'statement_descriptor',
      message: 'Card payments take `statement_descriptor_suffix` instead of `statement_descriptor`.',
    });
  if (params.string('capture_method') === 'manual')
    throw invalidParameter({
      param: 'capture_method',
      message: 'The emulator captures automatically only.',
    });
}

export function statementSuffix(params: Params): string | null {
  const suffix = params.string('statement_descriptor_suffix');
  if (suffix === null) return null;
  const valid = suffix.length <= MAX_SUFFIX_LENGTH && /[a-z]/i.test(suffix) && !/[<>\\'"*]/.test(suffix);
  if (valid) return suffix;
  throw invalidParameter({
    param: 'statement_descriptor_suffix',
    message: `The suffix must have a letter, at most ${MAX_SUFFIX_LENGTH} characters and none of < > \\ ' " *`,
  });
}

/** `off_session` is true, false, or one of two words that mean true. */
export function isOffSession(params: Params): boolean {
  const value = params.string('off_session');
  return value === 'one_off' || value === 'recurring' || params.boolean('off_session') === true;
}

/** Where the payer is sent back to after the bank has asked him. */
export function returnUrl(params: Params): string | null {
  const url = params.string('return_url');
  if (url === null || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return url;
  throw params.invalid('return_url', 'Not a valid URL', 'url_invalid');
}
