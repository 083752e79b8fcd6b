import type { CancelTopUpInput, CloseRetryResult, RetryMessage } from '@drawdown/shared/workflows';
import { Trigger } from '@temporalio/workflow';

type Actor = RetryMessage['actor'];

/** Somebody wants to end the charge in another way than by charging a card. */
export type CloseWish = {
  as: 'stopped' | 'paid_outside' | 'written_off' | 'funded_otherwise' | 'given_up';
  /** Null: the process itself. */
  actor: Actor | null;
  note: string | null;
  reference?: string;
  isFromTopUp: boolean;
  answer: Trigger<CloseRetryResult>;
};

export function wishTo(as: CloseWish['as'], message?: RetryMessage): CloseWish {
  const answer = new Trigger<CloseRetryResult>();
  if (!message) return { as, actor: null, note: null, isFromTopUp: false, answer };
  const { actor, reason, reference } = message;
  const wish = { as, actor, note: reason === '' ? null : reason, isFromTopUp: false, answer };
  return reference === undefined ? wish : { ...wish, reference };
}

export function wishOfTopUp({ by, reason }: CancelTopUpInput): CloseWish {
  const actor: Actor = { kind: 'workflow', id: 'topUp', label: by };
  return { as: 'stopped', actor, note: reason, isFromTopUp: true, answer: new Trigger() };
}

/** As in "stopped by Ada". */
export function endingWords(as: CloseWish['as'], actor: Actor | null): string {
  const by = actor === null ? '' : ` by ${actor.label}`;
  switch (as) {
    case 'stopped':
      return `Stopped${by}: nothing was charged.`;
    case 'paid_outside':
      return `Marked as paid outside Stripe${by}; the card is not charged.`;
    case 'written_off':
      return `Written off${by}; the card is not charged.`;
    case 'funded_otherwise':
      return 'The money has come in in another way; the card is not charged.';
    case 'given_up':
      return 'Given up: nobody brought another card in time. Nothing was charged.';
  }
}
