import type { TestControlRequest } from '@drawdown/shared/http';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { messageOf } from '../../../http/request-error.ts';
import { applyTestControl } from '../api/test-controls.ts';
import { DECLINE_CODES } from '../decline-codes.ts';
import './test-panel.css';

/** Makes the Stripe emulator misbehave once, so that every ending of a charge can be seen. */
export function TestPanel() {
  const [declineCode, setDeclineCode] = useState('generic_decline');
  const titleId = useId();
  const control = useMutation({ mutationFn: applyTestControl });
  const said = control.error
    ? messageOf(control.error)
    : control.isSuccess
      ? armedWords(control.variables)
      : '';
  return (
    <section className="test-panel" aria-labelledby={titleId}>
      <h2 className="test-title" id={titleId}>
        <span className="test-mark">TEST</span> Make the next charge go wrong
      </h2>
      <p className="field-note">
        Only with the Stripe emulator. Each button arms one fault, which is used up by the next charge.
      </p>
      <div className="test-actions">
        <NativeSelect
          size="sm"
          label="Decline reason"
          data={DECLINE_CODES}
          value={declineCode}
          onChange={(event) => setDeclineCode(event.currentTarget.value)}
        />
        <Button
          size="sm"
          variant="default"
          onClick={() => control.mutate({ action: 'decline_next_charge', declineCode })}
        >
          Decline the next charge
        </Button>
        <Button
          size="sm"
          variant="default"
          onClick={() => control.mutate({ action: 'require_authentication_next' })}
        >
          Require 3-D Secure for the next charge
        </Button>
        <Button size="sm" variant="default" onClick={() => control.mutate({ action: 'lose_next_answer' })}>
          Lose Stripe’s next answer
        </Button>
      </div>
      <p role="status" className="test-said">
        {said}
      </p>
    </section>
  );
}

function armedWords(control: TestControlRequest): string {
  switch (control.action) {
    case 'decline_next_charge':
      return 'Armed: the next charge will be declined.';
    case 'require_authentication_next':
      return 'Armed: the next charge will need the payer’s confirmation.';
    case 'lose_next_answer':
      return 'Armed: Stripe’s next answer will be lost on its way.';
    case 'authenticate':
      return 'The payer’s answer was played.';
  }
}
