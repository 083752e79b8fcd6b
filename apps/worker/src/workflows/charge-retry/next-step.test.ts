import { describe, expect, it } from 'vitest';
import type { OpenRetry } from '../../activities/charge-retry-facts.ts';
import { type Moment, nextStep } from './next-step.ts';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const card = { id: 'pmt_1', stripePaymentMethodId: 'pm_1', words: 'visa 4242' };
const backupCard = { id: 'pmt_2', stripePaymentMethodId: 'pm_2', words: 'visa 1881' };

const failing: OpenRetry = {
  state: 'open',
  retryState: 'scheduled',
  nextAttemptAt: NOW + 3 * HOUR,
  nextAttempt: 2,
  firstDeclinedAt: NOW - HOUR,
  giveUpAfterMs: 30 * DAY,
  lastDecline: { code: 'insufficient_funds', class: 'soft_funds' },
  unfinished: null,
  card,
  isAnotherCard: false,
  backupCard: null,
  retryWanted: true,
  paymentIntentId: 'pi_1',
  knownStripeChargeIds: [],
  stripeCustomerId: 'cus_1',
  amountMinor: 25_000,
  currency: 'USD',
  words: { amount: '$250.00', payer: 'Acme', buyers: 'Acme', policy: null },
};

const at = (now: number, more: Partial<Moment> = {}): Moment => ({
  now,
  startedAt: NOW,
  retryAsked: false,
  cardWorks: false,
  refusedUntil: new Map(),
  ...more,
});

const after = (change: Partial<OpenRetry>, moment = at(NOW)) => nextStep({ ...failing, ...change }, moment);

describe('what comes next for a failing charge', () => {
  it('is to wait for the date that its schedule names, then to try the same card', () => {
    const dueAt = NOW + 3 * HOUR;
    expect(after({})).toEqual({ kind: 'wait', attemptAt: dueAt, giveUpAt: null, until: dueAt });
    expect(after({}, at(dueAt))).toEqual({ kind: 'attempt', card, asked: false, isBackup: false });
  });

  it('is to look once a day while the date is far away', () => {
    expect(after({ nextAttemptAt: NOW + 7 * DAY })).toMatchObject({ until: NOW + DAY });
  });

  it('is another card at once', () => {
    expect(after({ isAnotherCard: true })).toMatchObject({ kind: 'attempt', card });
    expect(after({ isAnotherCard: true, retryState: 'needs_card', nextAttemptAt: null })).toMatchObject({
      kind: 'attempt',
    });
  });

  it('is the backup card at once, but not for a sum that no card can help with', () => {
    expect(after({ backupCard })).toMatchObject({ kind: 'attempt', card: backupCard, isBackup: true });
    for (const lastDecline of [
      { code: 'duplicate_transaction', class: 'duplicate' },
      { code: 'invalid_amount', class: 'amount' },
    ])
      expect(after({ backupCard, lastDecline }), lastDecline.code).toMatchObject({ kind: 'wait' });
  });

  it('is nothing by itself with a card that cannot pay', () => {
    const step = after({ retryState: 'needs_card', nextAttemptAt: null }, at(NOW + 20 * DAY));
    expect(step).toMatchObject({ kind: 'wait', attemptAt: null });
  });

  it('is to give up when nobody brought another card in time', () => {
    const change = { retryState: 'needs_card', nextAttemptAt: null } as const;
    expect(after(change)).toMatchObject({ giveUpAt: NOW - HOUR + 30 * DAY });
    expect(after(change, at(NOW + 30 * DAY))).toEqual({ kind: 'giveUp' });
  });

  it('is nothing by the clock where no retries are wanted while delivery is paused', () => {
    const change = { retryWanted: false };
    expect(after(change, at(NOW + 4 * HOUR))).toMatchObject({ kind: 'wait', attemptAt: null });
    expect(after({ ...change, isAnotherCard: true })).toMatchObject({ kind: 'attempt' });
  });

  it('is an attempt when somebody asks for one, and an answer where there is no card', () => {
    const asked = at(NOW, { retryAsked: true });
    expect(after({ retryState: 'needs_card', nextAttemptAt: null }, asked)).toEqual({
      kind: 'attempt',
      card,
      asked: true,
      isBackup: false,
    });
    expect(after({ card: null }, asked)).toMatchObject({ kind: 'refuseRetry' });
  });

  it('is the card that has just paid for something else, unless the payer has to confirm', () => {
    const works = at(NOW, { cardWorks: true });
    expect(after({ retryState: 'follows', nextAttemptAt: null }, works)).toMatchObject({ kind: 'attempt' });
    expect(after({ retryState: 'needs_payer', nextAttemptAt: null }, works)).toMatchObject({ kind: 'wait' });
  });

  it('never asks in circles for a card whose budget has just refused it', () => {
    const refused = at(NOW, { refusedUntil: new Map([[card.id, NOW + DAY]]) });
    for (const change of [
      { isAnotherCard: true, nextAttemptAt: null, retryState: 'needs_card' },
      { retryState: 'follows', nextAttemptAt: null },
      { nextAttemptAt: NOW - HOUR },
    ] as const)
      expect(after(change, refused), JSON.stringify(change)).toMatchObject({ kind: 'wait' });
  });
});
