export type AdviceCode = 'confirm_card_data' | 'do_not_try_again' | 'try_again_later';

export type Decline = {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
  readonly adviceCode?: AdviceCode;
  readonly networkDeclineCode?: string;
  /** Why the charge was stopped before it reached the network, where it was. */
  readonly blockedReason?: string;
};

const DECLINED = 'Your card was declined.';

const again = (networkDeclineCode: string) =>
  ({ adviceCode: 'try_again_later', networkDeclineCode }) as const;
const never = (networkDeclineCode: string) =>
  ({ adviceCode: 'do_not_try_again', networkDeclineCode }) as const;
const confirm = (networkDeclineCode: string) =>
  ({ adviceCode: 'confirm_card_data', networkDeclineCode }) as const;

type Definition = Partial<Omit<Decline, 'declineCode'>>;

// A decline is `card_declined` with its decline code unless it has an error code of its own.
const DEFINITIONS: Readonly<Record<string, Definition>> = {
  approve_with_id: again('08'),
  authentication_not_handled: { networkDeclineCode: '1A' },
  authentication_required: {
    code: 'authentication_required',
    networkDeclineCode: '1A',
    message: 'Your card was declined. This transaction requires authentication.',
  },
  call_issuer: again('01'),
  card_not_supported: { ...never('57'), message: 'Your card does not support this type of purchase.' },
  card_velocity_exceeded: again('61'),
  currency_not_supported: { message: 'Your card does not support this currency.' },
  do_not_honor: again('05'),
  do_not_try_again: never('R0'),
  duplicate_transaction: { networkDeclineCode: '94' },
  expired_card: { code: 'expired_card', ...confirm('54'), message: 'Your card has expired.' },
  fraudulent: { blockedReason: 'highest_risk_level' },
  generic_decline: again('05'),
  highest_risk_level: { blockedReason: 'highest_risk_level' },
  incorrect_address: {
    code: 'incorrect_address',
    ...confirm('N7'),
    message: "Your card's address is incorrect.",
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    ...confirm('N7'),
    message: "Your card's security code is incorrect.",
  },
  incorrect_number: { code: 'incorrect_number', ...confirm('14'), message: 'Your card number is incorrect.' },
  incorrect_pin: never('55'),
  incorrect_zip: {
    code: 'incorrect_zip',
    ...confirm('N7'),
    message: "Your card's postal code is incorrect.",
  },
  insufficient_funds: { ...again('51'), message: 'Your card has insufficient funds.' },
  invalid_account: confirm('14'),
  invalid_amount: { networkDeclineCode: '13', message: 'Your card was declined for this amount.' },
  invalid_cvc: { code: 'invalid_cvc', ...confirm('N7'), message: "Your card's security code is invalid." },
  invalid_expiry_month: {
    code: 'invalid_expiry_month',
    ...confirm('54'),
    message: "Your card's expiration month is invalid.",
  },
  invalid_expiry_year: {
    code: 'invalid_expiry_year',
    ...confirm('54'),
    message: "Your card's expiration year is invalid.",
  },
  invalid_number: { code: 'invalid_number', ...confirm('14'), message: 'Your card number is invalid.' },
  invalid_pin: never('55'),
  issuer_not_available: again('91'),
  lost_card: never('41'),
  merchant_blacklist: { blockedReason: 'rule' },
  mobile_device_authentication_required: { networkDeclineCode: '1A' },
  new_account_information_available: confirm('79'),
  no_action_taken: again('21'),
  not_permitted: again('57'),
  offline_pin_required: never('55'),
  online_or_offline_pin_required: never('55'),
  pickup_card: never('04'),
  pin_try_exceeded: never('75'),
  processing_error: {
    code: 'processing_error',
    ...again('96'),
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  reenter_transaction: again('19'),
  restricted_card: never('62'),
  revocation_of_all_authorizations: never('R3'),
  revocation_of_authorization: never('R1'),
  security_violation: never('63'),
  service_not_allowed: again('57'),
  stolen_card: never('43'),
  stop_payment_order: never('R0'),
  testmode_decline: { message: 'Your card was declined. It is a test card used in live mode.' },
  transaction_not_allowed: never('57'),
  try_again_later: again('19'),
  withdrawal_count_limit_exceeded: again('65'),
};

/** Every decline code the emulator knows details of; any other is declined too, as plain `card_declined`. */
export const KNOWN_DECLINE_CODES: readonly string[] = Object.keys(DEFINITIONS);

/** The decline that a `declineWith` code stands for. */
export function declineFor(declineCode: string): Decline {
  switch (declineCode) {
    // Only the outcome of the charge says that these never reached the bank.
    case 'previously_declined_do_not_retry':
    case 'rule':
      return { ...plain('generic_decline'), blockedReason: declineCode };
    case 'card_decline_rate_limit_exceeded':
      return {
        code: 'card_decline_rate_limit_exceeded',
        declineCode: null,
        message: 'This card has been declined too often. Try again after 24 hours.',
      };
    default:
      return { ...plain(declineCode), ...DEFINITIONS[declineCode] };
  }
}

function plain(declineCode: string): Decline {
  return { code: 'card_declined', declineCode, message: DECLINED };
}
