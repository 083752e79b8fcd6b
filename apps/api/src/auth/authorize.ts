import type { ApiScope } from '@drawdown/shared/codes';
import { ProblemError } from '../http/problem.ts';
import type { Access } from '../http/route.ts';
import type { Caller } from './caller.ts';

/** @throws ProblemError `forbidden` that names what is missing. */
export function authorize(caller: Caller, access: Exclude<Access, { kind: 'public' }>): void {
  switch (access.kind) {
    case 'scope':
      if (!access.anyOf.some((scope) => caller.scopes.includes(scope))) throw missingScope(access.anyOf);
      return;
    case 'signed_in':
      if (caller.credential.kind !== 'session')
        throw new ProblemError('forbidden', 'This is for signed-in people; an API key cannot do it.');
  }
}

/** For a route whose body decides which scope it takes. */
export function requireScope(caller: Caller, scope: ApiScope): void {
  if (!caller.scopes.includes(scope)) throw missingScope([scope]);
}

function missingScope(scopes: readonly ApiScope[]): ProblemError {
  return new ProblemError('forbidden', `This needs the scope ${scopes.join(' or ')}.`);
}
