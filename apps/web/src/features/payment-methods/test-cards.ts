/** Cards of the Stripe emulator, by how they behave. A suffix `~n` makes another card with another fingerprint. */
export const TEST_CARDS = [
  { id: 'pm_card_visa', name: 'Visa', behaviour: 'every charge succeeds' },
  { id: 'pm_card_mastercard', name: 'Mastercard', behaviour: 'every charge succeeds' },
  { id: 'pm_card_amex', name: 'American Express', behaviour: 'every charge succeeds' },
  { id: 'pm_card_visa_debit', name: 'Visa debit', behaviour: 'every charge succeeds' },
  {
    id: 'pm_card_chargeCustomerFail',
    name: 'Visa that declines',
    behaviour: 'saves, then every charge is declined',
  },
  {
    id: 'pm_card_authenticationRequired',
    name: 'Visa with 3-D Secure',
    behaviour: 'every charge needs the payer’s confirmation',
  },
  {
    id: 'pm_card_visa_chargeDeclined',
    name: 'Visa that cannot be saved',
    behaviour: 'refused when it is saved',
  },
] as const;
