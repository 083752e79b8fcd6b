export const DECLINE_CODES = [
  { value: 'generic_decline', label: 'Declined without a reason' },
  { value: 'insufficient_funds', label: 'Insufficient funds' },
  { value: 'expired_card', label: 'Card expired' },
  { value: 'do_not_honor', label: 'Bank refuses (do not honor)' },
  { value: 'lost_card', label: 'Card reported lost' },
  { value: 'stolen_card', label: 'Card reported stolen' },
  { value: 'card_velocity_exceeded', label: 'Card limit exceeded' },
  { value: 'processing_error', label: 'Processing error at the bank' },
  { value: 'fraudulent', label: 'Suspected fraud' },
];
