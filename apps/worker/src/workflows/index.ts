export { chargeRetry } from './charge-retry.ts';
export { collectLeadCharge } from './collect-lead-charge.ts';
export { dispute } from './dispute.ts';
export { invoicePeriod } from './invoice-period.ts';
export { invoiceTopUp } from './invoice-top-up.ts';
export { pauseUntilResolved } from './pause-until-resolved.ts';
export { refund } from './refund.ts';
export { topUp } from './top-up.ts';
