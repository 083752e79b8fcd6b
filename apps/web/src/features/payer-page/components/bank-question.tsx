import type { PayerOutcomeResource } from '@drawdown/shared/http';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { authenticateByLink } from '../api/payer-page.ts';
import { PaymentProblem } from './payment-problem.tsx';

type Props = {
  token: string;
  emulator: boolean;
  /** The bank's own page, where it is known already. */
  redirectUrl: string | null;
  onOutcome: (outcome: PayerOutcomeResource) => void;
};

/** 3-D Secure: the bank asks on its own page. With the emulator its question can be answered here as well. */
export function BankQuestion({ token, emulator, redirectUrl, onOutcome }: Props) {
  const answer = useMutation({
    mutationFn: (outcome: 'success' | 'failure' | undefined) =>
      authenticateByLink(token, outcome === undefined ? {} : { outcome }),
    onSuccess: (next) =>
      next.state === 'requires_action' && next.redirectUrl ? goTo(next.redirectUrl) : onOutcome(next),
  });
  return (
    <div className="stacked-form">
      {answer.error ? <PaymentProblem error={answer.error} /> : null}
      {emulator ? (
        <section aria-label="TEST: your bank’s question">
          <p className="field-note">
            <span className="test-mark">TEST</span> Your bank’s own page would ask you this. Nothing real is
            charged.
          </p>
          <Group>
            <Button loading={answer.isPending} onClick={() => answer.mutate('success')}>
              Approve
            </Button>
            <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate('failure')}>
              Refuse
            </Button>
          </Group>
        </section>
      ) : (
        <Button
          fullWidth
          loading={answer.isPending}
          onClick={() => (redirectUrl ? goTo(redirectUrl) : answer.mutate(undefined))}
        >
          Continue to your bank
        </Button>
      )}
    </div>
  );
}

function goTo(url: string) {
  window.location.assign(url);
}
