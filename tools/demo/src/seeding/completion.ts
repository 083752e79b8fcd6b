import { pageSchema, topUpSchema } from '@drawdown/shared/http';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_POOL } from '../buyers.ts';
import { findSharedWallet } from './shared-wallet.ts';

const topUpsSchema = pageSchema(topUpSchema);

/** True when the step that comes last has been done: all of the shared wallet's opening credit is posted. */
export async function isComplete(send: SendRequest): Promise<boolean> {
  const poolId = await findSharedWallet(send, DEMO_POOL.name);
  if (poolId === null) return false;
  const path = `/v1/wallets/${poolId}/top-ups?status=succeeded&limit=200`;
  const posted = await call(send, { method: 'GET', path }, topUpsSchema);
  const opening = posted.data.filter((topUp) => topUp.reference === 'Opening balance');
  return opening.length >= DEMO_POOL.openingCredits.length;
}
