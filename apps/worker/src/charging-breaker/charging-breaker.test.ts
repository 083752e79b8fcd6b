import { randomUUID } from 'node:crypto';
import { createLedger, type Ledger } from '@drawdown/ledger';
import { createTestDatabase } from '@drawdown/ledger/testing';
import { createPaymentGateway, type PaymentGateway } from '@drawdown/payments';
import { money } from '@drawdown/shared/money';
import { createEmulator, type Emulator } from '@drawdown/stripe-emulator';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChargingGateActivities } from '../activities/charging-gate.ts';
import { type EmulatorControl, emulatorControl, type FaultMode } from '../testing/emulator-control.ts';
import { type ChargingBreaker, createChargingBreaker } from './charging-breaker.ts';

const AT_ONCE = { firstMs: 0, longestMs: 0 };

let emulator: Emulator;
let stripe: EmulatorControl;
let payments: PaymentGateway;
let ledger: Ledger;
let processes: ChargingBreaker[];
let errors: string[];

beforeAll(async () => {
  emulator = await createEmulator();
  const { url } = await emulator.listen(0);
  stripe = emulatorControl(url);
  payments = createPaymentGateway({
    secretKey: 'sk_test_emulator_breaker',
    apiUrl: url,
    webhookSecrets: [],
    timeoutMs: 1000,
  });
});
beforeEach(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
  errors = [];
  const log = pino({ level: 'error' }, { write: (line) => void errors.push(line) });
  processes = [1, 2].map(() => createChargingBreaker({ ledger, probeDelays: AT_ONCE, log }));
});
afterEach(async () => {
  await stripe.clearFaults();
  expect(await ledger.checkInvariants()).toEqual([]);
  await ledger.close();
});
afterAll(() => emulator.close());

async function ready() {
  const { customerId } = await payments.createCustomer({
    idempotencyKey: randomUUID(),
    name: 'Acme Solar',
    email: null,
    metadata: {},
  });
  const saved = await payments.saveCard({ customerId, source: { testCard: 'pm_card_visa' } });
  if (saved.outcome !== 'saved') throw new Error('no card');
  const { stripePaymentMethodId } = saved.card;
  const setUp = () =>
    payments.createPaymentIntent({
      idempotencyKey: randomUUID(),
      customerId,
      amount: money(25_000n, 'USD'),
      description: 'Top-up',
      metadata: {},
    });
  const created = await setUp();
  if (created.outcome !== 'created') throw new Error('no PaymentIntent');
  const { paymentIntentId } = created;
  const confirm = () =>
    payments.confirmPaymentIntent({ idempotencyKey: randomUUID(), paymentIntentId, stripePaymentMethodId });
  return { setUp, confirm };
}

const refuse = (mode: FaultMode) =>
  stripe.fault({ path: '/v1/payment_intents', method: 'POST', mode, times: 1 });
const isStopped = () => ledger.platformFlags.isChargingStopped();

/** The turn to try, which one charge gets. */
async function probe(): Promise<string> {
  const gate = createChargingGateActivities({ ledger, probeDelays: AT_ONCE });
  return vi.waitFor(async () => {
    const { probe } = await gate.awaitCharging();
    if (probe === null) throw new Error('nothing stops charging');
    return probe;
  });
}

describe('the breaker of all charging', () => {
  it.each(['unauthorized', 'forbidden'] as const)(
    'trips in every process at once and is told once (%s)',
    async (mode) => {
      const { confirm } = await ready();
      const [first, second] = processes;
      await refuse(mode);
      expect(await first?.guard('charge', undefined, confirm)).toMatchObject({ held: true });
      const asked = vi.fn(confirm);
      expect(await second?.guard('charge', undefined, asked)).toMatchObject({ held: true });
      expect(asked).not.toHaveBeenCalled();
      expect(errors).toHaveLength(1);
    },
  );

  it.each(['rate_limit', 'http_500', 'drop_before'] as const)(
    'does not trip for what says nothing about us (%s)',
    async (mode) => {
      const { confirm } = await ready();
      await stripe.fault({ path: '/confirm', mode, times: 2 });
      expect(await processes[0]?.guard('charge', undefined, confirm)).toMatchObject({ outcome: 'unknown' });
      expect(await isStopped()).toBe(false);
    },
  );

  it('stays tripped for a probe without an answer, and for one that is refused too', async () => {
    const { confirm } = await ready();
    await refuse('unauthorized');
    await processes[0]?.guard('charge', undefined, confirm);
    await stripe.fault({ path: '/confirm', mode: 'http_500', times: 1 });
    expect(await processes[0]?.guard('charge', await probe(), confirm)).toMatchObject({ outcome: 'unknown' });
    expect(await isStopped()).toBe(true);
    await refuse('forbidden');
    expect(await processes[1]?.guard('charge', await probe(), confirm)).toMatchObject({ held: true });
    expect(await isStopped()).toBe(true);
    expect(errors).toHaveLength(1);
  });

  it('is reset by a charge that reached a bank, declined or not, and not by a payment set up', async () => {
    const { setUp, confirm } = await ready();
    await refuse('unauthorized');
    await processes[0]?.guard('charge', undefined, confirm);
    expect(await processes[0]?.guard('set_up', await probe(), setUp)).toMatchObject({ outcome: 'created' });
    expect(await isStopped()).toBe(true);
    await stripe.declineNext('insufficient_funds');
    expect(await processes[1]?.guard('charge', await probe(), confirm)).toMatchObject({
      outcome: 'declined',
    });
    expect(await isStopped()).toBe(false);
    expect(await processes[0]?.guard('charge', undefined, confirm)).toMatchObject({ outcome: 'succeeded' });
  });

  it('leaves a fault of one request to that request', async () => {
    const unknown = () => payments.lookUpPaymentIntent('pi_nobody', { knownStripeChargeIds: [] });
    await expect(processes[0]?.guard('charge', undefined, unknown)).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(await isStopped()).toBe(false);
  });
});
