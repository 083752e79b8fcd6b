import './session-data.ts';
import type { Ledger, User } from '@drawdown/ledger';
import type { Request, Response } from 'express';
import session from 'express-session';
import { runMiddleware } from '../http/middleware.ts';
import { ABSOLUTE_MS, IDLE_MS } from './session-data.ts';

export type Sessions = {
  /** The signed-in user of this request's cookie; null when there is none, or it has run out. */
  find(request: Request, response: Response): Promise<User | null>;
  /** Signs in under a new session id, so that an id from before the sign-in is worth nothing. */
  open(request: Request, response: Response, user: User): Promise<void>;
  /** Ends the session on the server and in the browser. */
  close(request: Request, response: Response): Promise<void>;
};

type SessionsOptions = { store: session.Store; secret: string; publicUrl: URL; users: Ledger['users'] };

export function createSessions({ store, secret, publicUrl, users }: SessionsOptions): Sessions {
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? '__Host-drawdown_session' : 'drawdown_session';
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  const middleware = session({
    store,
    secret,
    name,
    cookie: { ...cookie, maxAge: IDLE_MS },
    resave: false,
    rolling: true,
    saveUninitialized: false,
    unset: 'destroy',
    proxy: secure,
  });

  const load = async (request: Request, response: Response) => {
    if (request.session === undefined) await runMiddleware(middleware, request, response);
  };

  return {
    async find(request, response) {
      if (!request.headers.cookie?.includes(name)) return null;
      await load(request, response);
      const { userId, signedInAt } = request.session;
      if (userId === undefined || signedInAt === undefined) return null;
      if (Date.now() - signedInAt > ABSOLUTE_MS) {
        await settled((done) => request.session.destroy(done));
        return null;
      }
      return users.get(userId);
    },

    async open(request, response, user) {
      await load(request, response);
      await settled((done) => request.session.regenerate(done));
      request.session.userId = user.id;
      request.session.signedInAt = Date.now();
      await settled((done) => request.session.save(done));
    },

    async close(request, response) {
      await load(request, response);
      await settled((done) => request.session.destroy(done));
      response.clearCookie(name, cookie);
    },
  };
}

/** The request goes on without touching the session: a stream that stays open must not keep it alive. */
export function detachSession(request: Request): void {
  Reflect.deleteProperty(request, 'session');
}

function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}
