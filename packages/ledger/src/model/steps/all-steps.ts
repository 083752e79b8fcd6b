import type fc from 'fast-check';
import { burst } from './bursts.ts';
import { changeMechanism, pauseOrResume, setCaps } from './buyers.ts';
import { batch, draw } from './draws.ts';
import { capture, expire, place, race, release } from './holds.ts';
import { bookmark, lookClosely, statement } from './statements.ts';
import type { Step } from './step.ts';
import { endCardTopUp, request } from './top-ups.ts';

const often = (times: number, kind: fc.Arbitrary<Step>): fc.Arbitrary<Step>[] => Array(times).fill(kind);

/** What may happen next, each kind as often as it stands here. */
export const allSteps: fc.Arbitrary<Step>[] = [
  ...often(14, draw),
  ...often(3, batch),
  ...often(2, burst),
  ...often(5, request),
  ...often(4, endCardTopUp),
  ...often(5, place),
  ...often(4, capture),
  ...often(2, release),
  ...often(1, expire),
  ...often(1, race),
  ...often(2, setCaps),
  ...often(2, pauseOrResume),
  ...often(1, changeMechanism),
  ...often(2, bookmark),
  ...often(1, statement),
  ...often(1, lookClosely),
  // Returned leads, refunds to the card and disputes belong here, each beside its rule in the reference, as soon as
  // the ledger has an interface for them.
];
