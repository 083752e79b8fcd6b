import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { declineOf, newPrint, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

type Heard = Parameters<Ledger['collections']['recordPayersOutcome']>;

/** A charge whose bank wants the payer. */
async function waiting() {
  const collecting = await openCollecting(ledger);
  const { buyer, payer, card } = await collecting.buyerWithCard();
  const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
  await collecting.reserve(topUp);
  await collecting.decline(topUp, { code: 'authentication_required', next: { kind: 'needs_payer' } });
  const { chargeId } = topUp;
  return {
    collecting,
    payer,
    card,
    topUp,
    ask: () => ledger.collections.reserveForPayer(chargeId),
    hear: (seen: Heard[1], asOf?: Heard[2]) => ledger.collections.recordPayersOutcome(chargeId, seen, asOf),
    newest: async () => (await ledger.charges.get(chargeId))?.attempts.at(-1),
    async reserveAnother(attempt: number) {
      const another = await collecting.card(payer, { fingerprint: newPrint() });
      return collecting.reserve({ ...topUp, paymentMethodId: another.id }, attempt);
    },
  };
}

const declined = (code: string, stripeChargeId: string | null = null) => ({
  outcome: 'declined' as const,
  paymentIntentId: 'pi_1',
  decline: { ...declineOf(code), stripeChargeId },
});
const askedByBank = { outcome: 'requiresAction', paymentIntentId: 'pi_1', decline: null } as const;
const unknown = { outcome: 'unknown', paymentIntentId: 'pi_1', detail: 'no answer' } as const;

describe("the payer's attempt", () => {
  test('is one, whoever asks for it at the same moment', async () => {
    const { ask, card } = await waiting();
    const { stripePaymentMethodId } = card;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask()));
    for (const answer of answers)
      expect(answer).toMatchObject({ outcome: 'reserved', attempt: 2, stripePaymentMethodId });
    // Only one of them can tell that nothing was heard.
    expect(answers.filter((answer) => 'isSole' in answer && answer.isSole)).toHaveLength(1);
  });

  test('and one of ours are never under way together', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ask, reserveAnother } = await waiting();
      const [his, ours] = await Promise.all([ask(), reserveAnother(2)]);
      const both = [his.outcome, ours.outcome];
      expect([
        ['reserved', 'taken'],
        ['not_waiting', 'reserved'],
      ]).toContainEqual(both);
    }
  });

  test('holds ours back while it is at Stripe, and is over once ours is made', async () => {
    const { ask, hear, reserveAnother, topUp, newest } = await waiting();
    await ask();
    expect(await reserveAnother(2)).toEqual({ outcome: 'taken' });
    expect(await reserveAnother(3)).toEqual({ outcome: 'crowded' });
    expect(await hear(askedByBank)).toBe(false);
    expect(await newest()).toMatchObject({ number: 2, outcome: 'requiresAction', byPayer: true });
    expect(await reserveAnother(3)).toEqual({ outcome: 'reserved' });
    const attempts = (await ledger.charges.get(topUp.chargeId))?.attempts;
    expect(attempts).toMatchObject([{}, { outcome: 'canceled' }, { outcome: 'pending', byPayer: false }]);
    expect(await ask()).toEqual({ outcome: 'not_waiting' });
  });

  test('that failed says so once, and he may try again', async () => {
    const { ask, hear, newest, topUp } = await waiting();
    await ask();
    await hear(askedByBank);
    const failed = declined('payment_intent_authentication_failure');
    const heard = await Promise.all([1, 2, 3].map(() => hear(failed)));
    expect(heard.filter(Boolean)).toHaveLength(1);
    expect(await newest()).toMatchObject({ number: 2, outcome: 'declined' });
    expect(await ledger.collections.facts(topUp.chargeId)).toMatchObject({ retryState: 'needs_payer' });
    expect(await ask()).toMatchObject({ outcome: 'reserved', attempt: 3 });
    // What Stripe still shows of the one before says nothing about this one.
    expect(await hear(failed)).toBe(false);
    expect(await newest()).toMatchObject({ number: 3, outcome: 'pending' });
    await hear(askedByBank);
    expect(await hear(failed)).toBe(true);
  });

  test('whose answer was lost never happened where Stripe shows no trace of it', async () => {
    const { ask, hear, newest } = await waiting();
    await ask();
    // Its answer may be on the way.
    const pending = { number: 2, outcome: 'pending' };
    expect(await hear({ outcome: 'notAttempted' }, pending)).toBe(false);
    await hear(unknown);
    // A look from before says nothing about what happened since.
    expect(await hear({ outcome: 'notAttempted' }, pending)).toBe(false);
    expect(await hear({ outcome: 'notAttempted' }, { number: 2, outcome: 'unknown' })).toBe(true);
    expect(await newest()).toMatchObject({ number: 2, outcome: 'canceled' });
    expect(await ask()).toMatchObject({ attempt: 3 });
  });

  test('that is declined softly waits for him, and one for good wants another card', async () => {
    const { ask, hear, topUp, collecting } = await waiting();
    await ask();
    expect(await hear(declined('insufficient_funds', 'ch_2'))).toBe(true);
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'requires_action',
      retryState: 'needs_payer',
    });
    await ask();
    expect(await hear(declined('lost_card', 'ch_3'))).toBe(true);
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'needs_card',
    });
    expect(await ask()).toEqual({ outcome: 'not_waiting' });
    expect(await collecting.reserve(topUp, 4)).toMatchObject({ outcome: 'card_blocked' });
    expect(await collecting.mail('action_needed')).toHaveLength(1);
  });

  test('is with no card that was removed, and for no charge that has ended', async () => {
    const removed = await waiting();
    await ledger.paymentMethods.remove(
      {
        accountId: removed.collecting.accountId,
        payer: removed.payer,
        paymentMethodId: removed.card.id,
        confirm: true,
      },
      { kind: 'system', id: 'test', label: 'Test' },
    );
    expect(await removed.ask()).toEqual({ outcome: 'not_waiting' });
    const ended = await waiting();
    await ended.collecting.close(ended.topUp.chargeId, 'stopped');
    expect(await ended.ask()).toEqual({ outcome: 'not_waiting' });
  });
});
