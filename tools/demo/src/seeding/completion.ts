import { walletSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_POOL } from '../buyers.ts';
import { findSharedWallet } from './shared-wallet.ts';

/** True when the step that comes last has been done: the shared wallet has its rule, which nobody can take away. */
export async function isComplete(send: SendRequest): Promise<boolean> {
  const poolId = await findSharedWallet(send, DEMO_POOL.name);
  if (poolId === null) return false;
  const wallet = await call(send, { method: 'GET', path: `/v1/wallets/${poolId}` }, walletSchema);
  return wallet.autoTopUp !== null;
}
