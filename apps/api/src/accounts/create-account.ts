import { randomBytes } from 'node:crypto';
import type { Ledger } from '@drawdown/ledger';
import { API_SCOPES } from '@drawdown/shared/codes';
import type { Currency } from '@drawdown/shared/money';
import { hash } from '@node-rs/argon2';

export type NewAccount = {
  name: string;
  slug: string;
  currency: Currency;
  timeZone: string;
  owner: { email: string; name: string };
};

export type CreatedAccount =
  | { outcome: 'created'; accountId: string; password: string; apiKey: string }
  | { outcome: 'slug_taken' }
  | { outcome: 'email_taken' };

/**
 * Makes an account with its owner and a first API key. Password and key are answered here and kept only as hashes:
 * whoever loses them needs new ones.
 */
export async function createAccount(ledger: Ledger, input: NewAccount): Promise<CreatedAccount> {
  if (await ledger.accounts.findBySlug(input.slug)) return { outcome: 'slug_taken' };
  if (await ledger.users.findByEmail(input.owner.email)) return { outcome: 'email_taken' };
  const password = randomBytes(12).toString('base64url');
  const apiKey = `dd_live_${randomBytes(24).toString('base64url')}`;
  const passwordHash = await hash(password);
  const { id: accountId } = await ledger.accounts.create(input);
  await ledger.users.ensure({ accountId, ...input.owner, role: 'owner', passwordHash });
  await ledger.apiKeys.ensure({ accountId, name: 'first key', token: apiKey, scopes: API_SCOPES });
  return { outcome: 'created', accountId, password, apiKey };
}
