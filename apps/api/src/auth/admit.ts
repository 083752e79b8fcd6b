import type { Request, Response } from 'express';
import type { RateLimitRequestHandler } from 'express-rate-limit';
import { runMiddleware } from '../http/middleware.ts';
import type { Access } from '../http/route.ts';
import { unauthenticated } from './authenticate.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';

type AdmitDeps = {
  authenticate(request: Request, response: Response): Promise<Caller | null>;
  credentialLimit: RateLimitRequestHandler;
  strangerLimit: RateLimitRequestHandler;
};

/** The door of every route: credential, then rate limit, then scope; before a single byte of the body is read. */
export function createAdmit({ authenticate, credentialLimit, strangerLimit }: AdmitDeps) {
  return async (request: Request, response: Response, access: Access): Promise<Caller | null> => {
    if (access.kind === 'public') return null;
    const caller = await authenticate(request, response);
    if (caller === null) {
      await runMiddleware(strangerLimit, request, response);
      throw unauthenticated();
    }
    response.locals.credential = credentialId(caller);
    await runMiddleware(credentialLimit, request, response);
    authorize(caller, access);
    return caller;
  };
}

function credentialId({ credential }: Caller): string {
  return credential.kind === 'api_key' ? credential.id : credential.user.id;
}
