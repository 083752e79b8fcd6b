import { requiredCustomer } from '../customers/customer.ts';
import { missingParameter } from '../errors/invalid-request.ts';
import { newId } from '../identifiers.ts';
import type { CheckoutSession } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { openSetupIntent } from '../setup-intents/create.ts';
import { newSession } from './session.ts';

const SHORTEST_LIFE_SECONDS = 30 * 60;
const LONGEST_LIFE_SECONDS = 24 * 60 * 60;

/** `POST /v1/checkout/sessions`, for saving a card alone. */
export function createSession(scope: Scope, params: Params): CheckoutSession {
  if (params.string('mode') !== 'setup')
    throw params.invalid('mode', 'The emulator knows checkout sessions of mode setup only.');
  refuseOldParameters(params);
  const customer = requiredCustomer(scope, params.requiredString('customer')).id;
  const types = params.strings('allowed_payment_method_types');
  const currency = params.string('currency');
  if (types === null && currency === null) throw missingParameter('currency');
  if (types?.some((type) => type !== 'card'))
    throw params.invalid('allowed_payment_method_types', 'The emulator saves cards only.');
  const session = newSession(scope, {
    id: newId('cs_test', 56),
    customer,
    currency,
    success_url: webAddress(params, 'success_url'),
    cancel_url: params.has('cancel_url') ? webAddress(params, 'cancel_url') : null,
    expires_at: expiry(scope, params),
    metadata: mergedMetadata(params),
    setup_intent: openSetupIntent(scope, customer, params.nested('setup_intent_data') ?? new Params({})).id,
  });
  return scope.tables.checkoutSessions.put(session);
}

function refuseOldParameters(params: Params): void {
  if (params.has('payment_method_types'))
    throw params.invalid(
      'payment_method_types',
      'Received unknown parameter: payment_method_types',
      'parameter_unknown',
    );
}

function webAddress(params: Params, name: string): string {
  const url = params.requiredString(name);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw params.invalid(name, 'Not a valid URL', 'url_invalid');
}

function expiry({ nowSeconds }: Scope, params: Params): number {
  const at = params.integer('expires_at') ?? nowSeconds + LONGEST_LIFE_SECONDS;
  const life = at - nowSeconds;
  if (life >= SHORTEST_LIFE_SECONDS && life <= LONGEST_LIFE_SECONDS) return at;
  throw params.invalid(
    'expires_at',
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
  );
}
