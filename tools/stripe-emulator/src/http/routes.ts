import { balanceRoutes } from '../balance/routes.ts';
import { chargeRoutes } from '../charges/routes.ts';
import { checkoutRoutes } from '../checkout/routes.ts';
import { creditNoteRoutes } from '../credit-notes/routes.ts';
import { customerRoutes } from '../customers/routes.ts';
import { disputeRoutes } from '../disputes/routes.ts';
import { eventRoutes } from '../events/routes.ts';
import { invoiceActionRoutes } from '../invoices/action-routes.ts';
import { invoiceItemRoutes } from '../invoices/item-routes.ts';
import { invoiceRoutes } from '../invoices/routes.ts';
import { paymentIntentRoutes } from '../payment-intents/routes.ts';
import { paymentMethodRoutes } from '../payment-methods/routes.ts';
import { radarRoutes } from '../radar/routes.ts';
import { refundRoutes } from '../refunds/routes.ts';
import { setupIntentRoutes } from '../setup-intents/routes.ts';
import { webhookEndpointRoutes } from '../webhooks/routes.ts';
import type { Route } from './route.ts';

/** The part of Stripe's API that is emulated. */
export const API_ROUTES: readonly Route[] = [
  ...paymentIntentRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...setupIntentRoutes,
  ...checkoutRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...invoiceRoutes,
  ...invoiceActionRoutes,
  ...invoiceItemRoutes,
  ...creditNoteRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...balanceRoutes,
  ...radarRoutes,
  ...webhookEndpointRoutes,
];
