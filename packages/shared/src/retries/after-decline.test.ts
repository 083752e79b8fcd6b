import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeclineClass } from '../payments/index.ts';
import { afterDecline, type RetryKind } from './after-decline.ts';
import { DEMO_RETRY_POLICY, type RetryPolicy, STANDARD_RETRY_POLICY } from './policy.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What the card networks are never asked more often in 30 days, over everything. */
const BUDGET = 10;

const KINDS: RetryKind[] = [
  'hard',
  'fix_card',
  'authentication',
  'soft_funds',
  'soft_issuer',
  'soft_technical',
  'duplicate',
  'amount',
  'cool_off',
  'unknown',
];
const anyKind = fc.constantFrom(...KINDS);
const delays = fc.array(fc.integer({ min: 1, max: 10 * DAY }), { maxLength: 6 });
const anyPolicy: fc.Arbitrary<RetryPolicy> = fc.record({
  softFunds: delays,
  softIssuer: delays,
  softTechnical: delays,
  giveUpAfter: fc.constant(30 * DAY),
});

/** How a card fares whose bank answers these one after the other: the instants of its attempts, in seconds. */
function attemptsOf(policy: RetryPolicy, answers: readonly RetryKind[]): number[] {
  const declines: RetryKind[] = [];
  const attempts: number[] = [];
  let now = 0;
  for (const answer of answers) {
    attempts.push(now);
    declines.push(answer);
    const next = afterDecline(policy, declines);
    if (next.kind !== 'retry') break;
    now += next.delaySeconds;
  }
  return attempts;
}

const longest = ({ softFunds, softIssuer, softTechnical }: RetryPolicy) =>
  Math.max(softFunds.length, softIssuer.length + softTechnical.length);

describe('what comes after a decline', () => {
  it.each<[DeclineClass, number[]]>([
    ['soft_funds', [DAY, 3 * DAY, 5 * DAY, 7 * DAY]],
    ['soft_issuer', [DAY, 3 * DAY, 7 * DAY]],
    ['soft_technical', [15 * 60, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY]],
    ['cool_off', [DAY, 3 * DAY, 7 * DAY]],
  ])(
    'follows the standard schedule while the bank says %s, and then needs another card',
    (kind, schedule) => {
      const declines: DeclineClass[] = [kind];
      for (const delaySeconds of schedule) {
        expect(afterDecline(STANDARD_RETRY_POLICY, declines)).toEqual({ kind: 'retry', delaySeconds });
        declines.push(kind);
      }
      expect(afterDecline(STANDARD_RETRY_POLICY, declines)).toEqual({ kind: 'needs_card', exhausted: true });
    },
  );

  it.each<DeclineClass>(['hard', 'fix_card', 'duplicate', 'amount'])('is another card after %s', (kind) => {
    expect(afterDecline(STANDARD_RETRY_POLICY, [kind])).toEqual({ kind: 'needs_card', exhausted: false });
  });

  it('is the payer where authentication is missing', () => {
    expect(afterDecline(STANDARD_RETRY_POLICY, ['soft_funds', 'authentication'])).toEqual({
      kind: 'needs_payer',
    });
  });

  it('is the issuer’s schedule once the technical one is used up, where that goes on', () => {
    const technical: DeclineClass[] = Array.from({ length: 3 }, () => 'soft_technical');
    const next = afterDecline(STANDARD_RETRY_POLICY, [...technical, 'soft_technical']);
    expect(next).toEqual({ kind: 'retry', delaySeconds: STANDARD_RETRY_POLICY.softIssuer[0] });
  });

  it('waits a day when Stripe takes nothing from the card for a day, in the demo too', () => {
    expect(afterDecline(DEMO_RETRY_POLICY, ['cool_off'])).toEqual({ kind: 'retry', delaySeconds: DAY });
  });

  it('is one more attempt after a code that nobody knows, and another card after the second', () => {
    const delaySeconds = STANDARD_RETRY_POLICY.softIssuer[0];
    expect(afterDecline(STANDARD_RETRY_POLICY, ['unknown'])).toEqual({ kind: 'retry', delaySeconds });
    for (const before of ['unknown', 'soft_issuer', 'soft_funds'] as const)
      expect(afterDecline(STANDARD_RETRY_POLICY, [before, 'unknown']), before).toEqual({
        kind: 'needs_card',
        exhausted: true,
      });
  });

  it('is nothing by itself where nothing was declined', () => {
    expect(afterDecline(STANDARD_RETRY_POLICY, [])).toEqual({ kind: 'needs_card', exhausted: false });
  });
});

describe('under any policy and whatever the bank answers', () => {
  const answers = fc.array(anyKind, { minLength: 1, maxLength: 40 });

  it('there are never more attempts than the first and one for each entry of the schedule', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        answers,
        (policy, said) => attemptsOf(policy, said).length <= 1 + longest(policy),
      ),
    );
  });

  it('every wait is longer than nothing and ends', () => {
    fc.assert(
      fc.property(anyPolicy, answers, (policy, said) => {
        const next = afterDecline(policy, said);
        if (next.kind === 'retry') expect(next.delaySeconds).toBeGreaterThan(0);
        if (next.kind === 'retry') expect(Number.isSafeInteger(next.delaySeconds)).toBe(true);
      }),
    );
  });

  it('nothing is tried by itself after the bank has refused for good', () => {
    fc.assert(
      fc.property(anyPolicy, answers, answers, (policy, before, after) => {
        const next = afterDecline(policy, [...before, 'hard', ...after]);
        expect(next.kind).not.toBe('retry');
      }),
    );
  });

  it('a change of mind starts no new schedule: the more was declined, the less is left', () => {
    const isExhausted = (policy: RetryPolicy, declines: RetryKind[]) => {
      const next = afterDecline(policy, declines);
      return next.kind === 'needs_card' && next.exhausted;
    };
    const soft = fc.constantFrom<RetryKind>(
      'soft_funds',
      'soft_issuer',
      'soft_technical',
      'cool_off',
      'unknown',
    );
    fc.assert(
      fc.property(anyPolicy, fc.array(soft), soft, soft, (policy, earlier, other, last) => {
        fc.pre(isExhausted(policy, [...earlier, last]));
        expect(isExhausted(policy, [...earlier, other, last])).toBe(true);
      }),
    );
  });
});

describe.each([
  ['standard', STANDARD_RETRY_POLICY],
  ['demo', DEMO_RETRY_POLICY],
])('the %s policy', (_name, policy) => {
  it('keeps a single charge below what a card may be asked in 30 days', () => {
    fc.assert(
      fc.property(fc.array(anyKind, { minLength: 1, maxLength: 40 }), (said) => {
        const attempts = attemptsOf(policy, said).filter((at) => at <= 30 * DAY);
        expect(attempts.length).toBeLessThan(BUDGET);
      }),
    );
  });

  it('is through before the charge is given up', () => {
    fc.assert(
      fc.property(fc.array(anyKind, { minLength: 1, maxLength: 40 }), (said) => {
        expect(attemptsOf(policy, said).at(-1)).toBeLessThan(policy.giveUpAfter);
      }),
    );
  });
});
