import { newCard } from '../cards/card.ts';
import { findTestCard, testIdOfNumber } from '../cards/catalogue.ts';
import { declineFor } from '../cards/declines.ts';
import { cardDetails } from '../cards/details.ts';
import { passesLuhn } from '../cards/luhn.ts';
import { cardError } from '../errors/card-error.ts';
import { missingParameter, resourceMissing } from '../errors/invalid-request.ts';
import { newId } from '../identifiers.ts';
import type { PaymentMethod } from '../objects.ts';
import { mergedMetadata } from '../parameters/metadata.ts';
import { Params } from '../parameters/params.ts';
import type { Scope } from '../scope.ts';
import { billingDetails, expiry } from './changes.ts';

/** A new payment method for a test card, such as `pm_card_visa` or `pm_card_visa~2`. */
export function createFromTestCard(scope: Scope, testId: string, params = new Params({})): PaymentMethod {
  const kind = findTestCard(testId);
  if (!kind) throw resourceMissing({ noun: 'PaymentMethod', id: testId, param: 'payment_method' });
  const id = newId('pm');
  scope.tables.cards.put(newCard(id, testId));
  return scope.tables.paymentMethods.put({
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(params),
    card: { ...cardDetails(testId, kind), ...expiry(params) },
    created: scope.nowSeconds,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergedMetadata(params),
    type: 'card',
  });
}

/** `POST /v1/payment_methods`: from a test number or from a token such as `tok_visa`. */
export function createPaymentMethod(scope: Scope, params: Params): PaymentMethod {
  const type = params.requiredString('type');
  if (type !== 'card')
    throw params.invalid('type', `The emulator knows cards only, not payment methods of type ${type}.`);
  const card = params.nested('card');
  if (!card) throw missingParameter('card');
  return createFromTestCard(scope, testIdIn(card), params);
}

function testIdIn(card: Params): string {
  const token = card.string('token');
  if (token !== null) return token.replace(/^tok_/, 'pm_card_');
  const number = card.requiredString('number').replaceAll(/[\s-]/g, '');
  if (!passesLuhn(number)) throw cardError(declineFor('incorrect_number'), { param: 'number' });
  const testId = testIdOfNumber(number);
  // A number that somebody may really have: as with Stripe in test mode, no such card is ever accepted.
  if (testId === undefined) throw cardError(declineFor('test_mode_live_card'), { param: 'number' });
  return testId;
}
