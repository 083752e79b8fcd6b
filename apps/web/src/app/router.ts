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
  validateSearch: z.object({ topUp: optionalText }),
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
  component: lazyRouteComponent(() => import('./routes/account-cards-page.tsx'), 'AccountCardsPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    indexRoute,
    buyersRoute,
    buyerRoute,
    walletsRoute,
    walletRoute,
    accountCardsRoute,
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
