import { buyerRoutes } from './buyers/routes.ts';
import { deliveryRoutes } from './deliveries/routes.ts';
import type { Deps } from './deps.ts';
import { eventRoutes } from './events/routes.ts';
import { healthRoutes } from './health/routes.ts';
import type { Route } from './http/route.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { withDocument } from './openapi/routes.ts';
import { paymentMethodRoutes } from './payment-methods/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { testControlRoutes } from './test-controls/routes.ts';
import { topUpRoutes } from './top-ups/routes.ts';
import { walletRoutes } from './wallets/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

/** Every route there is. The router, the OpenAPI document and the generated tests are all made from this list. */
export function allRoutes(deps: Deps): Route[] {
  return withDocument([
    ...sessionRoutes(deps),
    ...buyerRoutes(deps),
    ...paymentMethodRoutes(deps),
    ...walletRoutes(deps),
    ...topUpRoutes(deps),
    ...deliveryRoutes(deps),
    ...settingsRoutes(deps),
    ...eventRoutes(deps),
    ...testControlRoutes(deps),
    ...webhookRoutes(deps),
    ...healthRoutes(deps),
    ...metricsRoutes(deps),
  ]);
}
