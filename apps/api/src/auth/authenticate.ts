import type { ApiKey } from '@drawdown/ledger';
import { ROLE_SCOPES } from '@drawdown/shared/codes';
import type { Request, Response } from 'express';
import { ProblemError } from '../http/problem.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Caller } from './caller.ts';
import { requireSameOrigin } from './same-origin.ts';

type AuthenticateDeps = {
  findApiKey(token: string): Promise<ApiKey | null>;
  sessions: Sessions;
  publicUrl: URL;
};

/** The caller of a request: by API key where there is an Authorization header, else by session cookie; else null. */
export function createAuthenticate({ findApiKey, sessions, publicUrl }: AuthenticateDeps) {
  return async (request: Request, response: Response): Promise<Caller | null> => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
      const key = token === undefined ? null : await findApiKey(token);
      return key === null ? null : callerOfKey(key);
    }
    const user = await sessions.find(request, response);
    if (user === null) return null;
    requireSameOrigin(request, publicUrl, 'required');
    return {
      accountId: user.accountId,
      actor: { kind: 'user', id: user.id, label: user.name },
      scopes: ROLE_SCOPES[user.role],
      credential: { kind: 'session', user },
    };
  };
}

function callerOfKey(key: ApiKey): Caller {
  return {
    accountId: key.accountId,
    actor: { kind: 'api_key', id: key.id, label: `API key ${key.name}` },
    scopes: key.scopes,
    credential: { kind: 'api_key', id: key.id },
  };
}

export function unauthenticated(): ProblemError {
  return new ProblemError(
    'unauthenticated',
    'Send "Authorization: Bearer <api key>" or sign in; this request has no valid credential.',
    { headers: { 'WWW-Authenticate': 'Bearer' } },
  );
}
