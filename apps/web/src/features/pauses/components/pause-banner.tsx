import type { PauseResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Alert } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { WorkflowLink } from '../../../ui/fact.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { mayUseWhatIsLeft, PauseTiming } from './pause-timing.tsx';
import { ResumeByHand } from './resume-by-hand.tsx';
import './pause-banner.css';

type Props = {
  buyer: { id: string; name: string };
  pause: PauseResource;
  /** What the wallet could still pay. */
  available: MoneyJson;
  mayAct: boolean;
};

/** Why the buyer receives no leads, since when, what that cost, and what ends it. Nothing while it does. */
export function PauseBanner({ buyer, pause, available, mayAct }: Props) {
  if (pause.status !== 'paused') return null;
  const { unblockedBy, withheld } = pause;
  return (
    <Alert
      className="pause-banner"
      color="red"
      role="region"
      icon={<IconPlayerPause size={18} aria-hidden="true" />}
      title="This buyer receives no leads"
    >
      <Reasons pause={pause} />
      {unblockedBy ? (
        <p className="pause-unblocked">
          <span>
            <strong>What ends it:</strong> {unblockedBy}
          </span>
          <CopyButton text={unblockedBy} what="what ends the pause" />
        </p>
      ) : null}
      {withheld.leads > 0 ? (
        <p className="notice-text">
          {withheld.leads === 1 ? '1 lead' : `${withheld.leads} leads`} worth {moneyText(withheld.value)}{' '}
          withheld so far.
        </p>
      ) : null}
      {pause.exposure.amount > 0 ? <p className="notice-text">{owed(pause)}</p> : null}
      <div className="pause-actions">
        {mayAct ? <ResumeByHand buyer={buyer} pause={pause} /> : null}
        {mayAct && available.amount > 0 && mayUseWhatIsLeft(pause) ? (
          <PauseTiming
            buyerId={buyer.id}
            timing="when_exhausted"
            label={`${moneyText(available)} left: keep delivering these leads`}
          />
        ) : null}
        {pause.workflow ? <WorkflowLink workflow={pause.workflow} /> : null}
      </div>
    </Alert>
  );
}

/** The open reasons in words, each with its beginning. */
export function Reasons({ pause }: { pause: PauseResource }) {
  return (
    <ul className="reason-list">
      {pause.reasons.map(({ reason, words, since, note, amount, chargeId }) => (
        <li key={`${reason} ${chargeId ?? since}`}>
          {words}
          {amount ? ` (${moneyText(amount)})` : ''}
          {note ? `: “${note}”` : ''}, since <Timestamp at={since} />
        </li>
      ))}
    </ul>
  );
}

/** What is owed for leads delivered on trust, and how far that may go. */
export function owed({ exposure, exposureLimit }: PauseResource): string {
  const limit = exposureLimit ? ` of at most ${moneyText(exposureLimit)}` : '';
  return `${moneyText(exposure)}${limit} is owed for leads delivered on trust. The next credit pays it first.`;
}
