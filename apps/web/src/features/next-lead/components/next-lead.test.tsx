import '../../../testing/setup.ts';
import type { EligibilityResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { exampleDelivery } from '../../../testing/delivery-example.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { NextLead } from './next-lead.tsx';

const buyer = {
  id: 'buy_1',
  name: 'Sunrise Solar',
  currency: 'USD',
  billing: { mechanism: 'wallet' },
} as const;
const refused: EligibilityResource = {
  buyerId: 'buy_1',
  eligible: false,
  fundedBy: null,
  reason: 'insufficient_funds',
  unblockedBy: 'Add at least $15.00 to the wallet of Sunrise Solar.',
  available: usd(1_000),
  runway: { leads: 0, hours: 0 },
};

describe('the next lead of a buyer', () => {
  it('is asked about with the price of the last one', async () => {
    const api = routedApi({
      'GET /v1/deliveries': { body: { data: [exampleDelivery({ price: usd(2_500) })], nextCursor: null } },
      'GET /v1/buyers/buy_1/eligibility': { body: refused },
    });
    renderPage(<NextLead buyer={buyer} />);
    await screen.findByText(/would be refused now: the wallet does not hold enough for it\. Add at least/);
    expect(api.sent.at(-1)?.path).toContain('amount=2500');
    expect(screen.getByRole('button', { name: 'Copy a message for the client' })).toBeTruthy();
  });

  it('that never was one is asked about with a price that a person enters', async () => {
    const api = routedApi({
      'GET /v1/deliveries': { body: { data: [], nextCursor: null } },
      'GET /v1/buyers/buy_1/eligibility': {
        body: { ...refused, eligible: true, fundedBy: 'wallet', reason: null, unblockedBy: null },
      },
    });
    renderPage(<NextLead buyer={buyer} />);
    fireEvent.change(await screen.findByLabelText('Price of a lead'), { target: { value: 'x' } });
    fireEvent.click(screen.getByRole('button', { name: 'Ask with this price' }));
    await waitFor(() =>
      expect(screen.getByLabelText('Price of a lead').getAttribute('aria-invalid')).toBe('true'),
    );
    expect(api.sent).toHaveLength(1);
    fireEvent.change(screen.getByLabelText('Price of a lead'), { target: { value: '10' } });
    fireEvent.click(screen.getByRole('button', { name: 'Ask with this price' }));
    await screen.findByText('A lead of $10.00 would be delivered now, paid from the wallet.');
    expect(screen.queryByRole('button', { name: /Copy/ })).toBeNull();
  });

  it('says so when it cannot be answered', async () => {
    routedApi({
      'GET /v1/deliveries': { body: { data: [exampleDelivery()], nextCursor: null } },
      'GET /v1/buyers/buy_1/eligibility': {
        status: 503,
        body: exampleProblem(503, 'unavailable', 'The database does not answer.'),
      },
    });
    renderPage(<NextLead buyer={buyer} />);
    await screen.findByText('The database does not answer.');
  });

  it('reaches as far as the balance of a wallet; on terms there is none to run out', async () => {
    routedApi({
      'GET /v1/deliveries': { body: { data: [exampleDelivery()], nextCursor: null } },
      'GET /v1/buyers/buy_1/eligibility': {
        body: { ...refused, eligible: true, fundedBy: 'credit', reason: null, unblockedBy: null },
      },
    });
    renderPage(<NextLead buyer={{ ...buyer, billing: { mechanism: 'net_terms' } }} />);
    await screen.findByText('A lead of $25.00 would be delivered now, on net terms, for the next invoice.');
    expect(screen.queryByText(/Enough for/)).toBeNull();
  });
});
