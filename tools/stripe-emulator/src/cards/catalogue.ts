type Dispute = { readonly reason: string; readonly inquiry?: true; readonly count?: number };

/** What a test card does. Without any of the optional fields it always succeeds. */
export type TestCard = {
  readonly number: string;
  readonly brand?: string;
  readonly funding?: 'debit';
  readonly declinesAt?: 'attach' | 'charge';
  readonly declineCode?: string;
  readonly authentication?: 'always' | 'unless_set_up' | 'on_session';
  readonly disputes?: Dispute;
  readonly earlyFraudWarning?: true;
  readonly refund?: 'settles_later' | 'fails_later';
  readonly risk?: 'elevated';
  readonly failedCheck?: 'cvc_check' | 'address_postal_code_check';
};

const declined = (number: string, declineCode: string): TestCard => ({
  number,
  declineCode,
  declinesAt: 'attach',
});

/** By payment method id. Cards that decline do so already when they are saved, as with Stripe. */
export const TEST_CARDS: Readonly<Record<string, TestCard>> = {
  pm_card_visa: { number: '4242424242424242' },
  pm_card_visa_debit: { number: '4000056655665556', funding: 'debit' },
  pm_card_mastercard: { number: '5555555555554444', brand: 'mastercard' },
  pm_card_amex: { number: '378282246310005', brand: 'amex' },
  pm_card_discover: { number: '6011111111111117', brand: 'discover' },

  pm_card_chargeCustomerFail: {
    number: '4000000000000341',
    declineCode: 'generic_decline',
    declinesAt: 'charge',
  },
  pm_card_visa_chargeDeclined: declined('4000000000000002', 'generic_decline'),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined('4000000000009995', 'insufficient_funds'),
  pm_card_visa_chargeDeclinedLostCard: declined('4000000000009987', 'lost_card'),
  pm_card_visa_chargeDeclinedStolenCard: declined('4000000000009979', 'stolen_card'),
  pm_card_chargeDeclinedExpiredCard: declined('4000000000000069', 'expired_card'),
  pm_card_chargeDeclinedIncorrectCvc: declined('4000000000000127', 'incorrect_cvc'),
  pm_card_chargeDeclinedProcessingError: declined('4000000000000119', 'processing_error'),
  pm_card_visa_chargeDeclinedVelocityLimitExceeded: declined('4000000000006975', 'card_velocity_exceeded'),
  pm_card_radarBlock: declined('4100000000000019', 'fraudulent'),
  pm_card_riskLevelHighest: {
    number: '4000000000004954',
    declineCode: 'highest_risk_level',
    declinesAt: 'charge',
  },
  pm_card_riskLevelElevated: { number: '4000000000009235', risk: 'elevated' },

  pm_card_authenticationRequired: { number: '4000002760003184', authentication: 'always' },
  pm_card_authenticationRequiredOnSetup: { number: '4000002500003155', authentication: 'unless_set_up' },
  pm_card_authenticationRequiredSetupForOffSession: {
    number: '4000003800000446',
    authentication: 'on_session',
  },
  pm_card_threeDSecure2Required: { number: '4000000000003220', authentication: 'always' },
  pm_card_threeDSecureRequiredChargeDeclined: {
    number: '4000008400001629',
    authentication: 'always',
    declineCode: 'generic_decline',
    declinesAt: 'charge',
  },

  pm_card_createDispute: { number: '4000000000000259', disputes: { reason: 'fraudulent' } },
  pm_card_createDisputeProductNotReceived: {
    number: '4000000000002685',
    disputes: { reason: 'product_not_received' },
  },
  pm_card_createDisputeInquiry: {
    number: '4000000000001976',
    disputes: { reason: 'fraudulent', inquiry: true },
  },
  pm_card_createMultipleDisputes: {
    number: '4000000404000079',
    disputes: { reason: 'fraudulent', count: 2 },
  },
  pm_card_createIssuerFraudRecord: { number: '4000000000005423', earlyFraudWarning: true },
  pm_card_pendingRefund: { number: '4000000000007726', refund: 'settles_later' },
  pm_card_refundFail: { number: '4000000000005126', refund: 'fails_later' },
  pm_card_cvcCheckFail: { number: '4000000000000101', failedCheck: 'cvc_check' },
  pm_card_avsZipFail: { number: '4000000000000036', failedCheck: 'address_postal_code_check' },
};

const ID_BY_NUMBER = new Map(Object.entries(TEST_CARDS).map(([id, card]) => [card.number, id]));

/** The behaviour behind a test id; `pm_card_visa~2` is another card that behaves like `pm_card_visa`. */
export function findTestCard(testId: string): TestCard | undefined {
  const [name = '', suffix] = testId.split('~', 2);
  if (suffix !== undefined && !/^[\w-]{1,40}$/.test(suffix)) return undefined;
  return Object.hasOwn(TEST_CARDS, name) ? TEST_CARDS[name] : inventedCard(name);
}

/** Cards that Stripe does not have: they decline with any code, when they are saved or only when they are charged. */
function inventedCard(name: string): TestCard | undefined {
  const match = /^pm_card_emu_(now|later)_([a-z0-9_]{2,60})$/.exec(name);
  const [, when, declineCode] = match ?? [];
  if (declineCode === undefined) return undefined;
  return { number: '4000000000000000', declineCode, declinesAt: when === 'now' ? 'attach' : 'charge' };
}

export function testIdOfNumber(number: string): string | undefined {
  return ID_BY_NUMBER.get(number.replaceAll(/[\s-]/g, ''));
}
