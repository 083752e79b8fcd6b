import '../../../testing/setup.ts';
import type { HoldResource } from '@drawdown/shared/http';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { OpenHolds } from './open-holds.tsx';

const hold: HoldResource = {
  id: 'hld_1',
  status: 'open',
  buyerId: 'buy_1',
  walletId: 'wal_1',
  leadId: null,
  amount: usd(2_500),
  captured: null,
  deliveryId: null,
  expiresAt: '2000-01-01T00:00:00Z',
  createdAt: '2000-01-01T00:00:00Z',
  endedAt: null,
};
const nameOf = () => 'Sunrise Solar';

describe('what is held', () => {
  it('is explained by the open holds', async () => {
    const api = routedApi({ 'GET /v1/holds': { body: { data: [hold], nextCursor: null } } });
    renderPage(<OpenHolds walletId="wal_1" held={usd(2_500)} nameOf={nameOf} />);
    screen.getByText(/\$25\.00 is reserved for leads that are being placed/);
    const row = await screen.findByRole('row', { name: /Sunrise Solar/ });
    expect(row.textContent).toContain('Not named yetany moment now$25.00');
    expect(api.sent[0]?.path).toBe('/v1/holds?walletId=wal_1&status=open&limit=10');
  });

  it('is not spoken of while nothing is held', () => {
    const api = routedApi({});
    renderPage(<OpenHolds walletId="wal_1" held={usd(0)} nameOf={nameOf} />);
    expect(screen.queryByRole('region')).toBeNull();
    expect(api.sent).toHaveLength(0);
  });
});
