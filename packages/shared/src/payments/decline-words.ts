import { classifyDecline, type DeclineClass } from './decline-class.ts';

/** Why a card was not charged and what to do, in words that may be shown to the card's owner. */
export type DeclineWords = { message: string; nextStep: string };

const USE_ANOTHER_CARD = 'Use another card.';
const CALL_THE_BANK = 'Ask the bank that issued the card, or use another card.';
const CORRECT_THE_CARD = 'Add the card again with the right details, or use another card.';
const CONFIRM_IT = 'The card’s owner has to confirm the payment with the bank, or use another card.';
const DECLINED = 'The bank declined the charge.';

const MESSAGE_BY_CODE = new Map(
  Object.entries({
    call_issuer: 'The bank declined the charge and asks its customer to call.',
    restricted_card: 'The card may not be used for this kind of payment.',
    revocation_of_authorization: 'The card’s owner told the bank to stop this payment.',
    revocation_of_all_authorizations: 'The card’s owner told the bank to stop all payments to us.',
    stop_payment_order: 'The card’s owner told the bank to stop this payment.',
    transaction_not_allowed: 'The bank does not allow this kind of payment on the card.',
    pin_try_exceeded: 'The card is blocked because a wrong PIN was entered too often.',
    invalid_pin: 'The bank asks for a PIN, which online payments cannot give.',
    incorrect_pin: 'The bank asks for a PIN, which online payments cannot give.',
    offline_pin_required: 'The bank asks for a PIN, which online payments cannot give.',
    online_or_offline_pin_required: 'The bank asks for a PIN, which online payments cannot give.',
    card_not_supported: 'The card does not support this kind of payment.',
    currency_not_supported: 'The card does not support this currency.',
    testmode_decline: 'This is a test card, which cannot pay real money.',
    authentication_required: 'The bank wants the card’s owner to confirm this payment.',
    authentication_not_handled: 'The bank wants the card’s owner to confirm this payment.',
    mobile_device_authentication_required:
      'The bank wants the card’s owner to confirm this payment on a phone.',
    payment_intent_authentication_failure: 'The card’s owner did not confirm the payment with the bank.',
    expired_card: 'The card has expired.',
    incorrect_cvc: 'The card’s security code is wrong.',
    invalid_cvc: 'The card’s security code is wrong.',
    incorrect_number: 'The card number is wrong.',
    invalid_number: 'The card number is wrong.',
    invalid_expiry_month: 'The card’s expiry date is wrong.',
    invalid_expiry_year: 'The card’s expiry date is wrong.',
    incorrect_zip: 'The card’s postal code does not match.',
    incorrect_address: 'The card’s address does not match.',
    invalid_account: 'The card, or the bank account behind it, is not valid.',
    new_account_information_available: 'The bank has newer details for this card.',
    payment_method_missing: 'The card is no longer saved at Stripe.',
    insufficient_funds: 'There is not enough money on the card.',
    card_velocity_exceeded: 'The card’s limit for payments in this period is used up.',
    withdrawal_count_limit_exceeded: 'The card’s limit for payments in this period is used up.',
    not_permitted: 'The bank did not permit this payment.',
    service_not_allowed: 'The bank does not allow this kind of payment on the card.',
    approve_with_id: 'The bank could not approve the payment.',
    processing_error: 'The bank could not process the payment.',
    issuer_not_available: 'The bank could not be reached, so it could not approve the payment.',
    reenter_transaction: 'The bank could not process the payment.',
    duplicate_transaction: 'The bank took this for a payment that was made a moment ago.',
    invalid_amount: 'The bank does not accept this amount.',
    amount_too_small: 'The amount is below the smallest that a card can be charged.',
    amount_too_large: 'The amount is above the largest that a card can be charged.',
    card_decline_rate_limit_exceeded: 'The card was declined too often within a short time.',
  }),
);

const WORDS_BY_CLASS: Record<DeclineClass, DeclineWords> = {
  hard: { message: DECLINED, nextStep: USE_ANOTHER_CARD },
  fix_card: { message: 'The card’s details are not right.', nextStep: CORRECT_THE_CARD },
  authentication: { message: 'The bank wants the payment to be confirmed.', nextStep: CONFIRM_IT },
  soft_funds: {
    message: 'There is not enough money on the card.',
    nextStep: 'Try again when there is money on the card, or use another card.',
  },
  soft_issuer: { message: DECLINED, nextStep: CALL_THE_BANK },
  soft_technical: {
    message: 'The bank could not process the payment.',
    nextStep: 'Try again in a little while, or use another card.',
  },
  duplicate: {
    message: 'The bank took this for a payment that was made already.',
    nextStep: 'Check whether the money has come in already before you try again.',
  },
  amount: { message: 'The amount cannot be charged.', nextStep: 'Choose another amount.' },
  cool_off: {
    message: 'The card was declined too often.',
    nextStep: 'Wait a day before you try this card again, or use another card.',
  },
};

const NEXT_STEP_BY_CODE = new Map([
  ['expired_card', 'Add a card that is still valid.'],
  ['payment_method_missing', 'Add the card again, or use another card.'],
]);

/**
 * Plain words for a decline code; unknown codes get general ones. Codes by which a bank hints at theft or fraud
 * have none of their own, so that whoever holds the card learns nothing from them.
 */
export function declineWords(code: string): DeclineWords {
  const words = WORDS_BY_CLASS[classifyDecline({ code, adviceCode: null })];
  return {
    message: MESSAGE_BY_CODE.get(code) ?? words.message,
    nextStep: NEXT_STEP_BY_CODE.get(code) ?? words.nextStep,
  };
}
