import { INVOICE_KINDS, INVOICE_STATUSES } from '@drawdown/shared/codes';
import { DELIVERY_OUTCOMES } from '@drawdown/shared/http';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { sessionQuery } from '../features/session/api/session.ts';
import { hasCode } from '../http/request-error.ts';
import { NotFoundPage } from './routes/not-found-page.tsx';
import { BareError, BareNotFound } from './routes/outside-layout.tsx';
import { PagePending } from './routes/page-pending.tsx';
import { RouteError } from './routes/route-error.tsx';

const optionalText = z.string().optional().catch(undefined);
const newOne = z.enum(['new']).optional().catch(undefined);

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: BareNotFound,
  errorComponent: BareError,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({ next: optionalText }),
  component: lazyRouteComponent(() => import('./routes/sign-in-page.tsx'), 'SignInPage'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (!hasCode(error, 'unauthenticated')) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./shell/signed-in-layout.tsx'), 'SignedInLayout'),
  errorComponent: BareError,
  notFoundComponent: NotFoundPage,
});

const indexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/buyers', replace: true });
  },
});

const buyersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/buyers',
  validateSearch: z.object({ search: optionalText, open: newOne }),
  component: lazyRouteComponent(() => import('./routes/buyers-page.tsx'), 'BuyersPage'),
});

const buyerRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/buyers/$buyerId',
  validateSearch: z.object({
    topUp: optionalText,
    card: optionalText,
    open: z.enum(['billing', 'switch']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/buyer-page.tsx'), 'BuyerPage'),
});

const importBuyersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/buyers/import',
  component: lazyRouteComponent(() => import('./routes/import-buyers-page.tsx'), 'ImportBuyersPage'),
});

const walletsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/wallets',
  validateSearch: z.object({ open: newOne }),
  component: lazyRouteComponent(() => import('./routes/wallets-page.tsx'), 'WalletsPage'),
});

const walletRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/wallets/$walletId',
  validateSearch: z.object({ topUp: optionalText }),
  component: lazyRouteComponent(() => import('./routes/wallet-page.tsx'), 'WalletPage'),
});

const accountCardsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account/cards',
  validateSearch: z.object({ card: optionalText }),
  component: lazyRouteComponent(() => import('./routes/account-cards-page.tsx'), 'AccountCardsPage'),
});

const deliveriesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/deliveries',
  validateSearch: z.object({
    buyerId: optionalText,
    leadId: optionalText,
    outcome: z.enum(DELIVERY_OUTCOMES).optional().catch(undefined),
    delivery: optionalText,
  }),
  component: lazyRouteComponent(() => import('./routes/deliveries-page.tsx'), 'DeliveriesPage'),
});

const chargesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/charges',
  component: lazyRouteComponent(() => import('./routes/charges-page.tsx'), 'ChargesPage'),
});

const invoicesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/invoices',
  validateSearch: z.object({
    buyerId: optionalText,
    status: z.enum(INVOICE_STATUSES).optional().catch(undefined),
    kind: z.enum(INVOICE_KINDS).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/invoices-page.tsx'), 'InvoicesPage'),
});

const invoiceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./routes/invoice-page.tsx'), 'InvoicePage'),
});

const disputesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/disputes',
  validateSearch: z.object({ status: z.enum(['open', 'closed']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/disputes-page.tsx'), 'DisputesPage'),
});

const disputeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/disputes/$disputeId',
  component: lazyRouteComponent(() => import('./routes/dispute-page.tsx'), 'DisputePage'),
});

const mailRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/mail',
  validateSearch: z.object({ email: optionalText }),
  component: lazyRouteComponent(() => import('./routes/mail-page.tsx'), 'MailPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/billing', replace: true });
  },
});

const settingsBillingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/billing',
  component: lazyRouteComponent(() => import('./routes/settings-billing-page.tsx'), 'SettingsBillingPage'),
});

const settingsWebhookRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/webhook',
  component: lazyRouteComponent(() => import('./routes/settings-webhook-page.tsx'), 'SettingsWebhookPage'),
});

const helpRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/help',
  validateSearch: z.object({ buyerId: optionalText }),
  component: lazyRouteComponent(() => import('./routes/help-page.tsx'), 'HelpPage'),
});

/** For payers, who have no login: outside of everything that asks for one. */
const payerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/pay/$token',
  validateSearch: z.object({
    redirect_status: optionalText,
    card: optionalText,
    amount: z.int().positive().optional().catch(undefined),
    keep: z.literal('yes').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/payer-route.tsx'), 'PayerRoute'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  payerRoute,
  signedInRoute.addChildren([
    indexRoute,
    buyersRoute,
    importBuyersRoute,
    buyerRoute,
    walletsRoute,
    walletRoute,
    accountCardsRoute,
    deliveriesRoute,
    chargesRoute,
    disputesRoute,
    disputeRoute,
    invoicesRoute,
    invoiceRoute,
    mailRoute,
    settingsRoute,
    settingsBillingRoute,
    settingsWebhookRoute,
    helpRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultErrorComponent: RouteError,
    defaultPendingComponent: PagePending,
    scrollRestoration: true,
  });
}
