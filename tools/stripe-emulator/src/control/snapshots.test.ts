import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { confirmOffSession, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

describe('a snapshot', () => {
  it('brings everything back as it was, as often as it is asked to', async () => {
    const { stripe, control } = emulated;
    const payer = await savePayer(stripe);
    const intent = await openIntent(stripe, payer);
    await control(`POST /payment-methods/${payer.card}`, { declineWith: null });
    const { id } = await control<{ id: string }>('POST /snapshots', {});
    for (let time = 0; time < 2; time++) {
      // The same key charges anew: that it was used is forgotten too.
      const paid = await confirmOffSession(stripe, intent, { ...payer, key: 'k1' });
      expect(paid).toMatchObject({ status: 'succeeded' });
      expect(paid.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
      await stripe.customers.create({ name: 'later' });
      await control('POST /clock', { advanceSeconds: 3600 });
      const { nowSeconds } = await control<{ nowSeconds: number }>('GET /clock');

      expect(await control(`POST /snapshots/${id}/restore`, {})).toEqual({ restored: id });

      expect((await stripe.paymentIntents.retrieve(intent)).status).toBe('requires_payment_method');
      expect((await stripe.charges.list()).data).toEqual([]);
      expect((await stripe.customers.list()).data.map(({ name }) => name)).toEqual(['Acme Solar']);
      const after = await control<{ nowSeconds: number }>('GET /clock');
      expect(after.nowSeconds).toBeLessThan(nowSeconds);
    }
  });

  it('that nobody took is not found', async () => {
    await expect(emulated.control('POST /snapshots/snap_9/restore', {})).rejects.toThrow('404');
  });
});
