import { autoTopUpRoutes } from './auto-top-up/routes.ts';
import { buyerImportRoutes } from './buyer-import/routes.ts';
import { buyerRoutes } from './buyers/routes.ts';
import { chargeRoutes } from './charges/routes.ts';
import { deliveryRoutes } from './deliveries/routes.ts';
import { deliveryExportRoutes } from './delivery-exports/routes.ts';
import type { Deps } from './deps.ts';
import { disputeRoutes } from './disputes/routes.ts';
import { eligibilityRoutes } from './eligibility/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { holdRoutes } from './holds/routes.ts';
import type { Route } from './http/route.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { emailRoutes } from './notifications/email-routes.ts';
import { outgoingWebhookRoutes } from './notifications/webhook-routes.ts';
import { withDocument } from './openapi/routes.ts';
import { pauseRoutes } from './pauses/routes.ts';
import { payerLinkRoutes } from './payer-links/routes.ts';
import { payerPageRoutes } from './payer-page/routes.ts';
import { paymentMethodRoutes } from './payment-methods/routes.ts';
import { platformFlagRoutes } from './platform-flags/routes.ts';
import { receivablePaymentRoutes } from './receivable-payments/routes.ts';
import { refundRoutes } from './refunds/routes.ts';
import { returnRoutes } from './returns/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { statementRoutes } from './statements/routes.ts';
import { switchingRoutes } from './switching/routes.ts';
import { testControlRoutes } from './test-controls/routes.ts';
import { topUpRoutes } from './top-ups/routes.ts';
import { walletRoutes } from './wallets/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Every route there is. The router, the OpenAPI document and the generated tests are all made from this list. */
export function allRoutes(deps: Deps): Route[] {
  return withDocument([
    ...sessionRoutes(deps),
    ...buyerRoutes(deps),
    ...buyerImportRoutes(deps),
    ...switchingRoutes(deps),
    ...pauseRoutes(deps),
    ...paymentMethodRoutes(deps),
    ...walletRoutes(deps),
    ...statementRoutes(deps),
    ...autoTopUpRoutes(deps),
    ...topUpRoutes(deps),
    ...receivablePaymentRoutes(deps),
    ...chargeRoutes(deps),
    ...invoiceRoutes(deps),
    ...payerLinkRoutes(deps),
    ...payerPageRoutes(deps),
    ...deliveryRoutes(deps),
    ...deliveryExportRoutes(deps),
    ...disputeRoutes(deps),
    ...holdRoutes(deps),
    ...refundRoutes(deps),
    ...returnRoutes(deps),
    ...eligibilityRoutes(deps),
    ...settingsRoutes(deps),
    ...outgoingWebhookRoutes(deps),
    ...emailRoutes(deps),
    ...eventRoutes(deps),
    ...testControlRoutes(deps),
    ...webhookRoutes(deps),
    ...platformFlagRoutes(deps),
    ...healthRoutes(deps),
    ...metricsRoutes(deps),
  ]);
}
