import type { TopUpResource } from '@drawdown/shared/http';
import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { moneyText } from '../../../ui/money-text.tsx';
import { topUpQuery } from '../api/top-ups.ts';
import { TopUpStatusMark } from '../components/top-up-status-mark.tsx';
import { outcomeWords } from './outcome-words.ts';

type Props = {
  first: TopUpResource;
  onClose: () => void;
  onAgain: () => void;
  /** Null when the payer has no other card. */
  onAnotherCard: (() => void) | null;
  followUp?: (topUp: TopUpResource) => ReactNode;
};

/** How a top-up went, followed until it is final. */
export function TopUpOutcome({ first, onClose, onAgain, onAnotherCard, followUp }: Props) {
  const { data: topUp } = useQuery({ ...topUpQuery(first.id), initialData: first, throwOnError: false });
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);

  const words = outcomeWords(topUp);
  return (
    <div className="outcome">
      <div role="status">
        <h3 className="outcome-title" ref={title} tabIndex={-1}>
          <TopUpStatusMark topUp={topUp} />
          <span className="amount">{moneyText(topUp.amount)}</span>
        </h3>
        {words.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {followUp?.(topUp)}
      {topUp.workflow ? (
        <p>
          <Anchor size="sm" href={topUp.workflow.url} target="_blank" rel="noreferrer">
            Open in Temporal UI
          </Anchor>
        </p>
      ) : null}
      <Group justify="flex-end">
        {topUp.status === 'declined' ? (
          <>
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            {onAnotherCard ? (
              <Button variant="default" onClick={onAnotherCard}>
                Try another card
              </Button>
            ) : null}
            <Button onClick={onAgain}>Try again</Button>
          </>
        ) : (
          <Button onClick={onClose}>{topUp.status === 'succeeded' ? 'Done' : 'Close'}</Button>
        )}
      </Group>
    </div>
  );
}
