import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { TopUpAttemptResource, TopUpResource } from '@drawdown/shared/http';
import { Button, Group, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Fact, WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { outcomeWords } from '../add-credit/outcome-words.ts';
import { cancelTopUp, topUpQuery } from '../api/top-ups.ts';
import { InvoiceFact } from './invoice-fact.tsx';
import { TopUpStatusMark } from './top-up-status-mark.tsx';
import { paidBy } from './top-ups-table.tsx';
import '../add-credit/add-credit.css';

type Props = {
  topUpId: string | undefined;
  mayCancel: boolean;
  onClose: () => void;
  followUp?: (topUp: TopUpResource) => ReactNode;
  /** What of it can come back, and what has. */
  moneyBack?: (topUp: TopUpResource) => ReactNode;
};

/** The whole story of one top-up. */
export function TopUpDetails({ topUpId, onClose, ...rest }: Props) {
  return (
    <Dialog opened={topUpId !== undefined} onClose={onClose} title="Top-up" width={640}>
      {topUpId === undefined ? null : <Story topUpId={topUpId} {...rest} />}
    </Dialog>
  );
}

type StoryProps = Omit<Props, 'onClose' | 'topUpId'> & { topUpId: string };

function Story({ topUpId, mayCancel, followUp, moneyBack }: StoryProps) {
  const { data: topUp, error } = useQuery({ ...topUpQuery(topUpId), throwOnError: false });
  if (error && !topUp) return <ProblemNotice title="This top-up cannot be shown" error={error} />;
  if (!topUp) return <Skeleton height={240} aria-label="Loading top-up" />;
  return (
    <div className="outcome">
      <div role="status">
        <h3 className="outcome-title">
          <TopUpStatusMark topUp={topUp} />
          <Amount value={topUp.amount} />
        </h3>
        {outcomeWords(topUp).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {followUp?.(topUp)}
      <dl className="facts">
        <Fact name="Paid by">{paidBy(topUp)}</Fact>
        <Fact name="Requested by">{topUp.requestedBy}</Fact>
        {topUp.reference ? <Fact name="Reference">{topUp.reference}</Fact> : null}
        {topUp.reason ? <Fact name="Reason">{topUp.reason}</Fact> : null}
        <InvoiceFact invoice={topUp.invoice} />
        <Fact name="Workflow">
          <WorkflowLink workflow={topUp.workflow} />
        </Fact>
        {topUp.stripe.paymentIntentId ? <Fact name="Stripe">{topUp.stripe.paymentIntentId}</Fact> : null}
        <Fact name="Id">{topUp.id}</Fact>
      </dl>
      {moneyBack?.(topUp)}
      <Attempts attempts={topUp.attempts} />
      <Timeline topUp={topUp} />
      {mayCancel && !isFinalTopUpStatus(topUp.status) ? <CancelTopUp topUpId={topUp.id} /> : null}
    </div>
  );
}

const ATTEMPT_WORDS: Record<TopUpAttemptResource['outcome'], string> = {
  pending: 'under way',
  succeeded: 'succeeded',
  processing: 'processing at the bank',
  requires_action: 'needs the payer',
  declined: 'declined',
  unknown: 'answer unknown, being checked',
};

function Attempts({ attempts }: { attempts: TopUpAttemptResource[] }) {
  if (attempts.length === 0) return null;
  return (
    <section aria-label="Attempts">
      <h4 className="small-title">Attempts</h4>
      <ol className="story-list">
        {attempts.map((attempt) => (
          <li key={attempt.number}>
            <Timestamp at={attempt.startedAt} /> {attempt.card ? cardName(attempt.card) : 'Card'}{' '}
            {ATTEMPT_WORDS[attempt.outcome]}
            {attempt.decline ? `: ${attempt.decline.message}` : ''}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Timeline({ topUp }: { topUp: TopUpResource }) {
  return (
    <section aria-label="Timeline">
      <h4 className="small-title">Timeline</h4>
      <ol className="story-list">
        {topUp.timeline.map((item) => (
          <li key={`${item.at} ${item.text}`}>
            <Timestamp at={item.at} /> {item.text}
          </li>
        ))}
      </ol>
    </section>
  );
}

function CancelTopUp({ topUpId }: { topUpId: string }) {
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelTopUp(topUpId, 'Canceled in the web app'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['top-ups'] }),
  });
  return (
    <>
      {cancel.error ? <ProblemNotice title="It was not canceled" error={cancel.error} /> : null}
      <Group justify="flex-end">
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel this top-up
        </Button>
      </Group>
    </>
  );
}
