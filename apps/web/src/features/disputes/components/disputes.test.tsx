import '../../../testing/setup.ts';
import type { DisputeResource } from '@drawdown/shared/http';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { DisputeDetails } from './dispute-details.tsx';
import { DisputesTable } from './disputes-table.tsx';

const dispute: DisputeResource = {
  id: 'dsp_1',
  status: 'needs_response',
  statusWords: 'The money is gone and the bank awaits evidence.',
  reason: 'fraudulent',
  reasonWords: 'The payer says that he did not make this payment.',
  amount: usd(25_000),
  fromWallet: usd(10_000),
  fromReceivable: usd(15_000),
  stillOwed: usd(5_000),
  fee: usd(1_500),
  verdict: null,
  evidenceDueAt: '2026-12-15T00:00:00Z',
  openedAt: '2026-12-01T00:00:00Z',
  endedAt: null,
  payment: {
    purpose: 'top_up',
    amount: usd(30_000),
    paidAt: '2026-11-01T00:00:00Z',
    payer: 'buyer',
    card: { brand: 'visa', last4: '4242' },
    chargeId: 'chg_1',
    topUpId: 'top_1',
    deliveryId: null,
    invoiceId: null,
  },
  walletId: 'wal_1',
  walletName: null,
  buyerId: 'buy_1',
  buyerName: 'Sunrise Solar',
  pausedBuyers: [{ buyerId: 'buy_1', name: 'Sunrise Solar' }],
  stripe: { disputeId: 'dp_1', status: 'needs_response', paymentIntentId: 'pi_1', url: null },
  evidenceUrl: '/v1/disputes/dsp_1/evidence.csv',
  workflow: { id: 'dispute:dsp_1', url: 'http://localhost:8233/d' },
};

describe('disputes', () => {
  it('are listed with whose payment it was, what it took, and until when evidence is due', async () => {
    const api = routedApi({ 'GET /v1/disputes': { body: { data: [dispute], nextCursor: null } } });
    renderPage(<DisputesTable filter={{ status: 'open' }} none="None." />);
    const row = await screen.findByRole('row', { name: /Sunrise Solar, Visa 4242/ });
    expect(row.textContent).toContain('Needs evidence');
    expect(row.textContent).toContain('$250.00');
    expect(api.sent[0]?.path).toBe('/v1/disputes?status=open&limit=25');
  });

  it('say what left the wallet, what is owed, and give the evidence', () => {
    renderPage(<DisputeDetails dispute={dispute} />);
    const facts = screen.getAllByRole('definition').map(({ textContent }) => textContent);
    expect(facts.slice(0, 4)).toEqual(['$250.00 of a payment of $300.00', '$100.00', '$150.00', '$50.00']);
    expect(screen.getByRole('link', { name: 'Download the leads as CSV' }).getAttribute('href')).toBe(
      '/v1/disputes/dsp_1/evidence.csv',
    );
    expect(screen.queryByRole('link', { name: 'Submit evidence at Stripe' })).toBeNull();
    expect(screen.getByText(/Evidence is due/)).toBeTruthy();
  });

  it('that are over await nothing', () => {
    renderPage(<DisputeDetails dispute={{ ...dispute, status: 'won', verdict: 'won' }} />);
    expect(screen.queryByText(/Evidence is due/)).toBeNull();
  });
});
