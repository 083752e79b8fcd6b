import { createLedger, type Ledger } from '@drawdown/ledger';
import { createTestDatabase } from '@drawdown/ledger/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { passwordMatches } from '../auth/password.ts';
import { createAccount } from './create-account.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());

const brightline = {
  name: 'Brightline',
  slug: 'brightline',
  currency: 'USD',
  timeZone: 'America/Chicago',
  owner: { email: 'Ada@brightline.example', name: 'Ada' },
} as const;

test('a new account comes with an owner who can sign in and a key that works, once', async () => {
  const created = await createAccount(ledger, brightline);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  const owner = await ledger.users.findByEmail('ada@brightline.example');
  expect(owner).toMatchObject({ accountId: created.accountId, role: 'owner' });
  expect(await passwordMatches(owner?.passwordHash ?? null, created.password)).toBe(true);
  expect(await ledger.apiKeys.authenticate(created.apiKey)).toMatchObject({ accountId: created.accountId });
  expect(await createAccount(ledger, brightline)).toEqual({ outcome: 'slug_taken' });
  expect(await createAccount(ledger, { ...brightline, slug: 'other' })).toEqual({ outcome: 'email_taken' });
});
