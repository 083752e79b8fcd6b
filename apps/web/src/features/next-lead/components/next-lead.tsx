import type { BuyerResource, EligibilityResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Skeleton } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { eligibilityQuery, lastPriceQuery } from '../api/eligibility.ts';
import { clientSentence, nextLeadSentence, runwaySentence } from '../next-lead-words.ts';
import { PriceForm } from './price-form.tsx';
import './next-lead.css';

type Props = {
  buyer: Pick<BuyerResource, 'id' | 'name' | 'currency'> & {
    billing: Pick<BuyerResource['billing'], 'mechanism'>;
  };
};

/** Whether the buyer would get a lead now, why not, what unblocks it, and how far the money reaches. */
export function NextLead({ buyer }: Props) {
  const [typed, setTyped] = useState<MoneyJson | null>(null);
  const { data: last, isError } = useQuery({ ...lastPriceQuery(buyer.id), throwOnError: false });
  const usual = last && last.currency === buyer.currency ? last : null;
  const price = typed ?? usual;
  const known = last !== undefined || isError;
  return (
    <Section
      title="Next lead"
      note={price && !typed ? 'Asked with the price of this buyer’s last lead.' : undefined}
    >
      <div className="next-lead">
        {price ? (
          <Answer key={price.amount} buyer={buyer} price={price} />
        ) : known ? (
          <p>This buyer had no lead yet. Enter what one costs to see whether it would be delivered.</p>
        ) : (
          <Skeleton height={48} aria-label="Loading the next lead" role="status" />
        )}
        {known ? <PriceForm currency={buyer.currency} onPrice={setTyped} /> : null}
      </div>
    </Section>
  );
}

function Answer({ buyer, price }: Props & { price: MoneyJson }) {
  const { data: answer, error } = useQuery({ ...eligibilityQuery(buyer.id, price), throwOnError: false });
  if (!answer) {
    if (error) return <ProblemNotice title="This cannot be answered now" error={error} />;
    return <Skeleton height={48} aria-label="Asking about the next lead" role="status" />;
  }
  return (
    <div>
      <p className="next-lead-answer">
        <Verdict eligible={answer.eligible} /> <span>{nextLeadSentence(price, answer)}</span>
      </p>
      {/* The others pay from no balance that could run out. */}
      {buyer.billing.mechanism === 'wallet' ? <Runway price={price} answer={answer} /> : null}
      {answer.eligible ? null : (
        <div className="button-row">
          <CopyButton text={clientSentence(buyer.name, answer)} what="a message for the client" />
          <span className="field-note">A message that you can send to the client.</span>
        </div>
      )}
    </div>
  );
}

function Verdict({ eligible }: { eligible: boolean }) {
  return eligible ? (
    <StatusMark icon={IconCircleCheck} tone="good" word="Delivers" />
  ) : (
    <StatusMark icon={IconCircleX} tone="bad" word="Refuses" />
  );
}

function Runway({ price, answer }: { price: MoneyJson; answer: EligibilityResource }) {
  const words = runwaySentence(price, answer);
  return words ? <p className="field-note">{words}</p> : null;
}
