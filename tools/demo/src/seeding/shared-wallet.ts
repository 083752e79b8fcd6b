import { pageSchema, walletSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';

const walletsSchema = pageSchema(walletSchema);

/** The id of the account's shared wallet of this name, created when there is none. */
export async function ensureSharedWallet(send: SendRequest, name: string): Promise<string> {
  const found = await findSharedWallet(send, name);
  if (found !== null) return found;
  const body = { owner: 'account', currency: DEMO_ACCOUNT.currency, name };
  return (await call(send, { method: 'POST', path: '/v1/wallets', body }, walletSchema)).id;
}

export async function findSharedWallet(send: SendRequest, name: string): Promise<string | null> {
  const path = '/v1/wallets?owner=account&limit=200';
  const wallets = await call(send, { method: 'GET', path }, walletsSchema);
  return wallets.data.find((wallet) => wallet.name === name)?.id ?? null;
}
