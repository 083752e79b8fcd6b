import '../../../testing/setup.ts';
import type { BuyerStatementResource, EntryType, StatementResource } from '@drawdown/shared/http';
import { ENTRY_TYPES } from '@drawdown/shared/http';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { BuyerStatement, WalletStatement } from './statement-section.tsx';

const typeWords: Record<EntryType, string> = {
  top_up: 'Top-up',
  external_credit: 'Money received',
  promotional_credit: 'Promotional credit',
  delivery: 'Lead',
  return: 'Returned lead',
  refund: 'Refund',
  refund_reversal: 'Refund failed',
  dispute: 'Dispute',
  dispute_reversal: 'Dispute won',
  correction: 'Correction',
  settlement: 'Settlement',
  receivable_payment: 'Payment received',
  write_off: 'Written off',
  transfer: 'Moved balance',
};

const head = {
  accountName: 'Acme Leads',
  timeZone: 'UTC',
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00Z',
  final: true,
  totals: [],
};

const walletStatement: StatementResource = {
  ...head,
  walletId: 'wal_1',
  walletName: null,
  buyers: [],
  opening: usd(10_000),
  lines: [
    {
      id: 'ent_1',
      type: 'delivery',
      amount: usd(-2_500),
      balanceAfter: usd(7_500),
      version: 2,
      at: '2026-01-05T10:00:00Z',
      description: 'Lead lead-1',
      buyerId: 'buy_1',
      deliveryId: 'dlv_1',
      leadId: 'lead-1',
      topUpId: null,
      card: null,
      payer: null,
      buyerName: 'Sunrise Solar',
    },
  ],
  closing: usd(7_500),
};

const buyerStatement: BuyerStatementResource = {
  ...head,
  buyerId: 'buy_1',
  buyerName: 'Sunrise Solar',
  opening: usd(0),
  lines: [],
  closing: usd(0),
  final: false,
};

function pickOther(from: string, to: string) {
  fireEvent.change(screen.getByLabelText('Period'), { target: { value: 'other' } });
  fireEvent.change(screen.getByLabelText('From'), { target: { value: from } });
  fireEvent.change(screen.getByLabelText('To'), { target: { value: to } });
  fireEvent.click(screen.getByRole('button', { name: 'Show statement' }));
}

describe('a statement', () => {
  it('of a wallet shows opening, lines with the running balance, and closing, and can be downloaded', async () => {
    const api = routedApi({ 'GET /v1/wallets/wal_1/statement': { body: walletStatement } });
    renderPage(<WalletStatement walletId="wal_1" timeZone="UTC" typeWords={typeWords} />);
    expect(api.sent).toHaveLength(0);
    pickOther('2026-01-01', '2026-01-31');
    const row = await screen.findByRole('row', { name: /lead-1/ });
    expect(row.textContent).toContain('LeadLead lead-1 · Sunrise Solar · lead-1');
    expect(row.textContent).toContain('\u2212$25.00$75.00');
    screen.getByText('This period has ended: the statement never changes again.');
    expect(api.sent[0]?.path).toBe('/v1/wallets/wal_1/statement?from=2026-01-01&to=2026-01-31');
    expect(screen.getByRole('link', { name: 'Download PDF' }).getAttribute('href')).toBe(
      '/v1/wallets/wal_1/statement?from=2026-01-01&to=2026-01-31&format=pdf',
    );
  });

  it('of what a buyer owes says when nothing happened', async () => {
    routedApi({ 'GET /v1/buyers/buy_1/statement': { body: buyerStatement } });
    renderPage(<BuyerStatement buyerId="buy_1" timeZone="UTC" typeWords={typeWords} />);
    fireEvent.click(screen.getByRole('button', { name: 'Show statement' }));
    await screen.findByText('Nothing happened in this period: it closed as it opened, with $0.00.');
    screen.getByText(/The period goes on/);
  });

  it('is not asked for days that run backwards', () => {
    const api = routedApi({});
    renderPage(<WalletStatement walletId="wal_1" timeZone="UTC" typeWords={typeWords} />);
    pickOther('2026-02-01', '2026-01-01');
    screen.getByText('The first day must not be after the last.');
    expect(api.sent).toHaveLength(0);
  });

  it('says so when it cannot be shown', async () => {
    routedApi({
      'GET /v1/wallets/wal_1/statement': {
        status: 422,
        body: exampleProblem(422, 'validation_failed', 'It has more than 10,000 lines.'),
      },
    });
    renderPage(<WalletStatement walletId="wal_1" timeZone="UTC" typeWords={typeWords} />);
    fireEvent.click(screen.getByRole('button', { name: 'Show statement' }));
    await screen.findByText('It has more than 10,000 lines.');
  });
});

it('has words for every kind of entry', () => {
  expect(Object.keys(typeWords).toSorted()).toEqual([...ENTRY_TYPES].toSorted());
});
