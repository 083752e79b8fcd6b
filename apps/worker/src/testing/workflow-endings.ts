import type * as workflows from '../workflows/index.ts';

type Workflows = typeof workflows;
type ResultOf<Name extends keyof Workflows> = Awaited<ReturnType<Workflows[Name]>>;

type EndingOf<Result> = Result extends { as: infer As }
  ? Extract<As, string>
  : Result extends { outcome: infer Outcome }
    ? Extract<Outcome, string>
    : Result extends { status: infer Status }
      ? Extract<Status, string>
      : Result extends { verdict: infer Verdict }
        ? Extract<Verdict, string>
        : Result extends { ended: infer Ended }
          ? Extract<Ended, string>
          : never;

/**
 * `at_once`: its first look showed that there was nothing to do. `untried`: Stripe was not asked for anything by itself.
 * `at_set_up`: the payment was to be set up, and never confirmed.
 */
export type Course = 'at_once' | 'untried' | 'at_set_up' | 'to_the_end';

/** Ways to end that no result tells of. */
export type WithoutResult = 'canceled_in_temporal' | 'continued_as_new';

type Endings = {
  readonly [Name in keyof Workflows]: Readonly<Record<EndingOf<ResultOf<Name>>, readonly Course[]>> &
    Readonly<Partial<Record<WithoutResult, readonly Course[]>>>;
};

/**
 * Every way in which a workflow can end, each of which has a stored history. A result that a workflow learns to give is
 * missed here by the compiler, and then its history by the test.
 */
export const ENDINGS: Endings = {
  topUp: {
    succeeded: ['at_once', 'untried', 'to_the_end'],
    declined: ['at_set_up'],
    canceled: ['untried', 'at_set_up', 'to_the_end'],
    canceled_in_temporal: ['to_the_end'],
  },
  chargeRetry: {
    recovered: ['at_once', 'to_the_end'],
    stopped: ['to_the_end'],
    paid_outside: ['to_the_end'],
    written_off: ['to_the_end'],
    funded_otherwise: ['to_the_end'],
    given_up: ['to_the_end'],
    canceled_in_temporal: ['to_the_end'],
  },
  collectLeadCharge: {
    delivered: ['at_once', 'untried', 'to_the_end'],
    refused: ['untried', 'at_set_up', 'to_the_end'],
  },
  invoiceTopUp: {
    up_to_date: ['at_once', 'to_the_end'],
    no_invoice: ['at_once'],
  },
  pauseUntilResolved: {
    resumed: ['to_the_end'],
    nothing_open: ['at_once'],
    canceled_in_temporal: ['to_the_end'],
    continued_as_new: ['to_the_end'],
  },
  dispute: {
    won: ['to_the_end'],
    lost: ['at_once', 'to_the_end'],
    inquiry_closed: ['to_the_end'],
    canceled_in_temporal: ['to_the_end'],
    continued_as_new: ['to_the_end'],
  },
  refund: {
    succeeded: ['to_the_end'],
    failed: ['at_once', 'to_the_end'],
  },
  invoicePeriod: {
    nothing_to_bill: ['at_once'],
    paid: ['to_the_end'],
    void: ['to_the_end'],
    written_off: ['to_the_end'],
    canceled_in_temporal: ['to_the_end'],
    continued_as_new: ['to_the_end'],
  },
};

/** The same as lines such as `topUp: declined, at_set_up`, in order. */
export function everyEnding(): string[] {
  return Object.entries(ENDINGS)
    .flatMap(([workflow, endings]) =>
      Object.entries(endings).flatMap(([ending, courses]) =>
        courses.map((course) => `${workflow}: ${ending}, ${course}`),
      ),
    )
    .sort();
}
