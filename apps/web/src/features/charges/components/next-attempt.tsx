import type { FailingChargeResource } from '@drawdown/shared/http';
import { Countdown } from '../../../ui/countdown.tsx';
import { ChargeState } from './charge-state.tsx';
import './charges.css';

/** How a failing charge stands, and when it is tried next. */
export function NextAttempt({ charge }: { charge: FailingChargeResource }) {
  return (
    <div className="next-attempt">
      <p>
        <ChargeState state={charge.state} />{' '}
        {charge.nextAttemptAt && charge.state === 'scheduled' ? (
          <Countdown until={charge.nextAttemptAt} over="any moment now" />
        ) : null}
      </p>
      {charge.state === 'scheduled' ? null : <p>{charge.stateWords}</p>}
      {charge.scheduleLabel ? <p className="field-note">Schedule: {charge.scheduleLabel}.</p> : null}
    </div>
  );
}
