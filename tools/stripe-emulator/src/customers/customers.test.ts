import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { errorOf, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

describe('a customer that is deleted', () => {
  it('takes its cards along, which is told, and is known as deleted from then on', async () => {
    const { stripe } = emulated;
    const { customer, card } = await savePayer(stripe);
    await stripe.customers.del(customer);
    expect((await stripe.paymentMethods.retrieve(card)).customer).toBeNull();
    expect(await stripe.customers.retrieve(customer)).toEqual(expect.objectContaining({ deleted: true }));
    const types = ['payment_method.detached', 'customer.deleted'];
    const { data } = await stripe.events.list({ types });
    expect(data.map(({ type, data: { object } }) => [type, 'id' in object && object.id])).toEqual([
      ['customer.deleted', customer],
      ['payment_method.detached', card],
    ]);
    expect(await errorOf(stripe.paymentMethods.attach('pm_card_visa', { customer }))).toMatchObject({
      code: 'resource_missing',
    });
  });
});
