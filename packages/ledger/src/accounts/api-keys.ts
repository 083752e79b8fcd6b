import { createHash } from 'node:crypto';
import { API_SCOPES } from '@drawdown/shared/codes';
import { newId } from '@drawdown/shared/ids';
import type { Database } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';
import type { ApiKeyRow } from '../generated/prisma/client.ts';
import type { ApiKey, ApiKeys } from './types.ts';

export function createApiKeys({ prisma }: Database): ApiKeys {
  return {
    async ensure({ accountId, name, token, scopes }) {
      const tokenSha256 = hashOf(token);
      const known = await prisma.apiKeyRow.findUnique({ where: { tokenSha256 } });
      if (known !== null && known.accountId !== accountId)
        throw new Error('this API key belongs to another account');
      const row = await prisma.apiKeyRow.upsert({
        where: { tokenSha256 },
        create: { id: newId('apiKey'), accountId, name, tokenSha256, scopes: [...scopes] },
        update: { name, scopes: [...scopes] },
      });
      return toApiKey(row);
    },

    async authenticate(token) {
      const row = await prisma.apiKeyRow.findUnique({ where: { tokenSha256: hashOf(token) } });
      return row === null || row.revokedAt !== null ? null : toApiKey(row);
    },
  };
}

/** Tokens are long and random, so a plain digest is enough, and looking it up needs no comparison in our code. */
function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

function toApiKey({ id, accountId, name, scopes }: ApiKeyRow): ApiKey {
  return { id, accountId, name, scopes: scopes.map((scope) => oneOf(API_SCOPES, scope)) };
}
