import { createLedger } from '@drawdown/ledger';
import { createTestDatabase } from '@drawdown/ledger/testing';
import { API_SCOPES } from '@drawdown/shared/codes';
import { verify } from '@node-rs/argon2';
import { expect, it } from 'vitest';
import { DEMO_ACCOUNT } from '../buyers.ts';
import { ensureDemoAccount } from './account.ts';
import { DEMO_LOGIN } from './login.ts';

it('makes the account once, with an owner who can sign in and each key that it was called with', async () => {
  const databaseUrl = await createTestDatabase();
  await ensureDemoAccount({ databaseUrl, apiKey: 'dd_test_the_first_key_of_all' });
  await ensureDemoAccount({ databaseUrl, apiKey: 'dd_test_another_key_later' });

  const ledger = createLedger({ databaseUrl });
  try {
    const account = await ledger.accounts.findBySlug(DEMO_ACCOUNT.slug);
    const owner = await ledger.users.findByEmail(DEMO_LOGIN.email);
    expect(owner).toMatchObject({ accountId: account?.id, role: 'owner' });
    expect(await verify(owner?.passwordHash ?? '', DEMO_LOGIN.password)).toBe(true);
    for (const key of ['dd_test_the_first_key_of_all', 'dd_test_another_key_later'])
      expect(await ledger.apiKeys.authenticate(key)).toMatchObject({
        accountId: account?.id,
        scopes: [...API_SCOPES],
      });
  } finally {
    await ledger.close();
  }
});
