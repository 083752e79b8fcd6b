import type { PayerLinkResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { moneyText } from '../../../ui/money-text.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import { payerLinksQuery, revokePayerLink } from '../api/payer-links.ts';
import './payer-links.css';

/** The links that still work, each with a way to end it. */
export function OpenLinks({ buyerId }: { buyerId: string }) {
  const { data: links } = useQuery({ ...payerLinksQuery(buyerId), throwOnError: false });
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: revokePayerLink,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['payer-links', buyerId] }),
  });
  const open = (links ?? []).filter(({ state }) => state === 'open');
  if (open.length === 0) return null;
  return (
    <section aria-label="Open links">
      <h3 className="small-title">Open links</h3>
      {revoke.error ? <ProblemNotice title="The link was not ended" error={revoke.error} /> : null}
      <ul className="link-list">
        {open.map((link) => (
          <li key={link.id}>
            <span>
              {linkWords(link)}, until <Timestamp at={link.expiresAt} />
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={`End it: ${linkWords(link)}`}
              loading={revoke.isPending && revoke.variables === link.id}
              onClick={() => revoke.mutate(link.id)}
            >
              End it
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function linkWords({ kind, amount }: PayerLinkResource): string {
  switch (kind) {
    case 'save_card':
      return 'Save a card';
    case 'pay':
      return amount ? `Pay ${moneyText(amount)}` : 'Pay an amount';
    case 'authenticate':
      return amount ? `Confirm a charge of ${moneyText(amount)}` : 'Confirm a charge';
  }
}
