import type { FailingChargeResource } from '@drawdown/shared/http';
import type { ReactNode } from 'react';
import { Countdown } from '../../../ui/countdown.tsx';
import { WorkflowLink } from '../../../ui/fact.tsx';
import { Amount } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { ChargeActions } from './charge-actions.tsx';
import { ChargeState } from './charge-state.tsx';
import './charges.css';

type Props = {
  onAsking: (asking: boolean) => void;
  charge: FailingChargeResource;
  cardOwner: string;
  mayAct: boolean;
  wallet: ReactNode;
};

/** One sum that is still to be collected: how it stands, when it is tried next, and what may be done. */
export function ChargeRow({ charge, cardOwner, mayAct, wallet, onAsking }: Props) {
  return (
    <li className="charge-row">
      <span className="charge-amount">
        <Amount value={charge.amount} />
      </span>
      <div className="charge-story">
        <p>
          <ChargeState state={charge.state} />{' '}
          {charge.nextAttemptAt && charge.state === 'scheduled' ? (
            <Countdown until={charge.nextAttemptAt} over="any moment now" />
          ) : null}
        </p>
        <p>{charge.stateWords}</p>
        <p className="field-note">
          {tries(charge)} {wallet} · <WorkflowLink workflow={charge.workflow} />
        </p>
      </div>
      {mayAct ? <ChargeActions charge={charge} cardOwner={cardOwner} onAsking={onAsking} /> : null}
    </li>
  );
}

function tries({ attempts }: FailingChargeResource): ReactNode {
  const last = attempts.at(-1);
  if (!last) return null;
  return (
    <>
      {attempts.length === 1 ? 'Tried once' : `Tried ${attempts.length} times`}, last{' '}
      <Timestamp at={last.startedAt} /> ·
    </>
  );
}
