import { createLedger } from '@drawdown/ledger';
import { API_SCOPES } from '@drawdown/shared/codes';
import { hash } from '@node-rs/argon2';
import { DEMO_ACCOUNT } from '../buyers.ts';
import { DEMO_LOGIN } from './login.ts';

/**
 * What no request over HTTP may create: the account, the person who owns it, and the key that everything else is done
 * with. After this the key works, whatever it was before.
 */
export async function ensureDemoAccount(options: { databaseUrl: string; apiKey: string }): Promise<void> {
  const ledger = createLedger({ databaseUrl: options.databaseUrl });
  try {
    const account = (await ledger.accounts.findBySlug(DEMO_ACCOUNT.slug)) ?? (await createAccount(ledger));
    await ledger.users.ensure({
      accountId: account.id,
      email: DEMO_LOGIN.email,
      name: 'Dana Brooks',
      role: 'owner',
      passwordHash: await hash(DEMO_LOGIN.password),
    });
    await ledger.apiKeys.ensure({
      accountId: account.id,
      name: 'demo',
      token: options.apiKey,
      scopes: API_SCOPES,
    });
  } finally {
    await ledger.close();
  }
}

function createAccount(ledger: ReturnType<typeof createLedger>) {
  const { slug, name, currency, timeZone } = DEMO_ACCOUNT;
  return ledger.accounts.create({ slug, name, currency, timeZone });
}
