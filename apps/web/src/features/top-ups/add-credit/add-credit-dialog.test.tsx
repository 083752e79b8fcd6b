import '../../../testing/setup.ts';
import type { WalletResource } from '@drawdown/shared/http';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { scriptedApi } from '../../../testing/scripted-api.ts';
import { exampleTopUp } from '../../../testing/top-up-example.ts';
import { AddCreditDialog } from './add-credit-dialog.tsx';
import type { AddCreditFacts } from './form.ts';
import { useSubmission } from './use-submission.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' }) as const;

const wallet: WalletResource = {
  id: 'wal_1',
  owner: 'buyer',
  name: null,
  buyers: [{ id: 'buy_1', name: 'Sunrise Solar' }],
  sharedBy: 1,
  currency: 'USD',
  balance: usd(10_000),
  held: usd(0),
  available: usd(10_000),
  pendingTopUps: usd(0),
  version: 1,
  autoTopUp: null,
  lowBalance: null,
  lowBalanceSince: null,
  createdAt: '2026-01-05T10:00:00Z',
};

const facts: AddCreditFacts = {
  currency: 'USD',
  limits: { minimum: usd(500), maximum: usd(1_000_000) },
  buyers: wallet.buyers,
  accountCards: [{ id: 'pmt_a', brand: 'mastercard', last4: '4444', expMonth: 1, expYear: 2090 }],
  invoices: { account: false, buyer: null },
  failingCharges: [],
  buyerCards: [{ id: 'pmt_1', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2090 }],
};

function Page({ given = facts }: { given?: AddCreditFacts }) {
  const submission = useSubmission({ walletId: wallet.id, onAnswer: () => {}, retryDelaysMs: [0] });
  const [queryClient] = useState(() => new QueryClient());
  return (
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <AddCreditDialog
          opened
          onClose={() => {}}
          walletTitle="Sunrise Solar"
          wallet={wallet}
          submission={submission}
          form={{
            facts: given,
            walletOnlyFundings: ['account_card', 'external', 'promotional'],
            payerBuyerId: 'buy_1',
            onPayerBuyer: () => {},
            addAccountCard: 'Add one.',
            addBuyerCard: 'Add one.',
            draft: null,
            onDraft: () => {},
          }}
        />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

describe('the Add Credit dialog', () => {
  it('says whose card is charged how much and what the balance becomes, and charges exactly that', async () => {
    const sent = scriptedApi([{ status: 201, body: exampleTopUp() }]);
    render(<Page />);
    type('Amount', '250');
    fireEvent.click(screen.getByLabelText('Top up + charge buyer'));

    await screen.findByText(
      'The card of Sunrise Solar, Visa ending in 4242 (expires 08/2090), will be charged $250.00.',
    );
    expect(screen.getByText('$100.00')).toBeTruthy();
    expect(screen.getByText('$350.00')).toBeTruthy();

    const button = screen.getByRole('button', { name: 'Charge $250.00 to Visa 4242' });
    fireEvent.click(button);
    fireEvent.click(button);
    await screen.findByText('Visa 4242 was charged $250.00.');
    const charges = sent.filter(({ method }) => method === 'POST');
    expect(charges.map(({ body }) => body)).toEqual([
      {
        amount: usd(25_000),
        funding: 'buyer_card',
        buyerId: 'buy_1',
        paymentMethodId: 'pmt_1',
        invoice: false,
      },
    ]);
  });

  it('charges the agency’s own card when only the wallet is topped up', async () => {
    render(<Page />);
    type('Amount', '250');
    await screen.findByRole('button', { name: 'Charge $250.00 to Mastercard 4444' });
  });

  it('puts a charge on a Stripe invoice where the buyer wants that, and not where it is unticked', async () => {
    const sent = scriptedApi([{ status: 201, body: exampleTopUp() }]);
    render(<Page given={{ ...facts, invoices: { account: false, buyer: true } }} />);
    type('Amount', '250');
    await screen.findByText(/will be charged \$250\.00\. It goes on a Stripe invoice, marked as paid\./);
    const box = screen.getByRole('checkbox', { name: 'Put it on a Stripe invoice' });
    fireEvent.click(box);
    await waitFor(() => expect(screen.queryByText(/It goes on a Stripe invoice/)).toBeNull());
    fireEvent.click(screen.getByRole('button', { name: 'Charge $250.00 to Mastercard 4444' }));
    await waitFor(() => expect(sent[0]?.body).toMatchObject({ invoice: false }));
  });

  it('offers no invoice for credit that no card pays', async () => {
    render(<Page />);
    fireEvent.change(screen.getByLabelText('How'), { target: { value: 'promotional' } });
    await screen.findByLabelText('Reason');
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  describe('while a declined charge of the wallet is being retried', () => {
    const given = { ...facts, failingCharges: [{ amount: usd(20_000) }] };
    const question = 'Cancel the pending retry of $200.00';

    it('asks whether the credit stands in for it, with yes ticked, and sends that', async () => {
      const sent = scriptedApi([{ status: 201, body: exampleTopUp() }]);
      render(<Page given={given} />);
      type('Amount', '250');
      const box = await screen.findByRole('checkbox', { name: question });
      expect(box).toHaveProperty('checked', true);
      await screen.findByText(/It stands in for the declined charge of \$200\.00, not tried again\./);
      fireEvent.click(screen.getByRole('button', { name: 'Charge $250.00 to Mastercard 4444' }));
      await waitFor(() => expect(sent[0]?.body).toMatchObject({ cancelPendingRetry: true }));
    });

    it('leaves it to be tried again where both are wanted', async () => {
      const sent = scriptedApi([{ status: 201, body: exampleTopUp() }]);
      render(<Page given={given} />);
      type('Amount', '250');
      fireEvent.click(await screen.findByRole('checkbox', { name: question }));
      await screen.findByText(/The declined charge of \$200\.00 will be tried again as well\./);
      fireEvent.click(screen.getByRole('button', { name: 'Charge $250.00 to Mastercard 4444' }));
      await waitFor(() => expect(sent[0]?.body).toMatchObject({ cancelPendingRetry: false }));
    });

    it('asks nothing for a credit that does not cover it', async () => {
      render(<Page given={given} />);
      type('Amount', '199');
      await screen.findByRole('button', { name: 'Charge $199.00 to Mastercard 4444' });
      expect(screen.queryByRole('checkbox', { name: /pending retry/ })).toBeNull();
    });
  });

  it('sends nothing while the amount is outside the limits', async () => {
    const sent = scriptedApi([]);
    render(<Page />);
    type('Amount', '4.99');
    fireEvent.submit(screen.getByLabelText('Amount'));
    await screen.findByText('The smallest top-up is $5.00.');
    expect(sent).toHaveLength(0);
  });

  it('says that the buyer has no card and how to add one', async () => {
    render(<Page given={{ ...facts, buyerCards: [] }} />);
    fireEvent.click(screen.getByLabelText('Top up + charge buyer'));
    await waitFor(() => expect(screen.getByText(/Sunrise Solar has no card on file yet\./)).toBeTruthy());
  });
});
