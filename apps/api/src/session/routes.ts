import type { User } from '@drawdown/ledger';
import { ROLE_SCOPES } from '@drawdown/shared/codes';
import type { SessionResource } from '@drawdown/shared/http';
import { sessionSchema, signInSchema } from '@drawdown/shared/http';
import { passwordMatches } from '../auth/password.ts';
import { requireSameOrigin } from '../auth/same-origin.ts';
import { createSignInThrottle } from '../auth/sign-in-throttle.ts';
import type { Deps } from '../deps.ts';
import { created, NO_CONTENT, ok } from '../http/answer.ts';
import { runMiddleware } from '../http/middleware.ts';
import { ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute, publicRoute } from '../http/route.ts';

export function sessionRoutes(deps: Deps): Route[] {
  const throttle = createSignInThrottle();

  const sessionJson = async (user: User): Promise<SessionResource> => {
    const account = await deps.ledger.accounts.get(user.accountId);
    const { id, name, email, role } = user;
    return {
      user: { id, name, email, role, scopes: [...ROLE_SCOPES[role]] },
      account: {
        id: account.id,
        name: account.name,
        currency: account.currency,
        timeZone: account.timeZone,
      },
      environment: {
        stripe: deps.payments.mode,
        stripePublishableKey: deps.config.stripePublishableKey,
        temporalUiUrl: deps.config.temporalUiUrl,
      },
    };
  };

  return [
    publicRoute({
      method: 'post',
      path: '/v1/session',
      tag: 'Session',
      summary: 'Sign in; the answer sets the session cookie',
      body: signInSchema,
      responses: { 201: sessionSchema },
      problems: ['unauthenticated', 'cross_site_request', 'rate_limited'],
      handler: async ({ body, request, response }) => {
        requireSameOrigin(request, deps.config.publicUrl, 'if_known');
        await runMiddleware(throttle.perAddress, request, response);
        await runMiddleware(throttle.perEmail, request, response);
        const user = await deps.ledger.users.findByEmail(body.email);
        const matches = await passwordMatches(user?.passwordHash ?? null, body.password);
        if (user === null || !matches)
          throw new ProblemError('unauthenticated', 'The email address or the password is wrong.');
        await deps.sessions.open(request, response, user);
        return created(await sessionJson(user));
      },
    }),
    protectedRoute({
      method: 'get',
      path: '/v1/session',
      tag: 'Session',
      summary: 'Who is signed in, and where',
      access: { kind: 'signed_in' },
      responses: { 200: sessionSchema },
      handler: async ({ caller }) => {
        if (caller.credential.kind !== 'session') throw new TypeError('a session was expected');
        return ok(await sessionJson(caller.credential.user));
      },
    }),
    protectedRoute({
      method: 'delete',
      path: '/v1/session',
      tag: 'Session',
      summary: 'Sign out',
      access: { kind: 'signed_in' },
      responses: { 204: null },
      handler: async ({ request, response }) => {
        await deps.sessions.close(request, response);
        return NO_CONTENT;
      },
    }),
  ];
}
