import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../../../http/request-error.ts';
import { applyTestControl } from '../api/test-controls.ts';
import './test-panel.css';

/** Plays the payer's answer to 3-D Secure, which only the emulator can do. */
export function PayerAnswer({ topUpId }: { topUpId: string }) {
  const queryClient = useQueryClient();
  const answer = useMutation({
    mutationFn: (outcome: 'success' | 'failure') =>
      applyTestControl({ action: 'authenticate', topUpId, outcome }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['top-ups'] }),
  });
  return (
    <section className="payer-answer" aria-label="TEST: the payer’s answer">
      <p className="field-note">
        <span className="test-mark">TEST</span> Play the payer’s answer to the bank:
      </p>
      <Group gap="sm">
        <Button
          variant="default"
          size="sm"
          loading={answer.isPending}
          onClick={() => answer.mutate('success')}
        >
          Payer confirms
        </Button>
        <Button
          variant="default"
          size="sm"
          disabled={answer.isPending}
          onClick={() => answer.mutate('failure')}
        >
          Payer refuses
        </Button>
      </Group>
      <p role="status" className="test-said">
        {answer.error ? messageOf(answer.error) : ''}
      </p>
    </section>
  );
}
