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
  validateSearch: z.object({ search: optionalText }),
  component: lazyRouteComponent(() => import('./routes/buyers-page.tsx'), 'BuyersPage'),
});

const buyerRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/buyers/$buyerId',
  validateSearch: z.object({ topUp: optionalText, card: optionalText }),
  component: lazyRouteComponent(() => import('./routes/buyer-page.tsx'), 'BuyerPage'),
});

const walletsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/wallets',
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

const chargesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/charges',
  component: lazyRouteComponent(() => import('./routes/charges-page.tsx'), 'ChargesPage'),
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

/** For payers, who have no login: outside of everything that asks for one. */
const payerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/pay/$token',
  validateSearch: z.object({
    redirect_status: optionalText,
    card: optionalText,
    amount: z.int().positive().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/payer-route.tsx'), 'PayerRoute'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  payerRoute,
  signedInRoute.addChildren([
    indexRoute,
    buyersRoute,
    buyerRoute,
    walletsRoute,
    walletRoute,
    accountCardsRoute,
    chargesRoute,
    mailRoute,
    settingsRoute,
    settingsBillingRoute,
    settingsWebhookRoute,
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
