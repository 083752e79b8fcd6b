/** `top_up`: a receipt for credit. The others: leads of a period; `manual` ones never touch Stripe. */
export const INVOICE_KINDS = ['top_up', 'net_terms', 'manual'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** `overdue` is an open invoice past its due date. */
export const INVOICE_STATUSES = ['draft', 'open', 'overdue', 'paid', 'void', 'written_off'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

/** How money came in for what a buyer owes. */
export const PAYMENT_SOURCES = ['card_on_file', 'hosted_page', 'outside'] as const;
export type PaymentSource = (typeof PAYMENT_SOURCES)[number];
