import type { PayerOutcomeResource } from '@drawdown/shared/http';
import { IconCircleCheck, IconCircleX, IconClock, IconShieldQuestion } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useEffect, useRef } from 'react';
import { Fact } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';

const MARKS: Record<PayerOutcomeResource['state'], ComponentProps<typeof StatusMark>> = {
  done: { icon: IconCircleCheck, tone: 'good', word: 'Done' },
  processing: { icon: IconClock, tone: 'waiting', word: 'On its way' },
  requires_action: { icon: IconShieldQuestion, tone: 'waiting', word: 'Your bank asks you to confirm' },
  declined: { icon: IconCircleX, tone: 'bad', word: 'Not paid' },
};

/** How it went, in the server's words. It takes the focus, because the form that was there is gone. */
export function PayerOutcome({ outcome }: { outcome: PayerOutcomeResource }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [outcome]);
  return (
    <div className="payer-done" role="status">
      <h2 className="outcome-title" ref={title} tabIndex={-1}>
        <StatusMark {...MARKS[outcome.state]} />
      </h2>
      {outcome.words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {outcome.receipt ? (
        <dl className="facts">
          <Fact name="Paid">
            <Amount value={outcome.receipt.amount} />
          </Fact>
          <Fact name="When">
            <Timestamp at={outcome.receipt.at} />
          </Fact>
          <Fact name="Receipt">{outcome.receipt.reference}</Fact>
        </dl>
      ) : null}
    </div>
  );
}
