import '../../../testing/setup.ts';
import type { WebhookDeliveryResource, WebhookSettingsResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { EndpointForm } from './endpoint-form.tsx';

const SECRET = 'whsec_abc123';
const endpoint: WebhookSettingsResource = {
  url: 'https://router.test/hooks',
  enabled: true,
  secret: SECRET,
  types: ['buyer.paused', 'buyer.resumed'],
};

const delivery: WebhookDeliveryResource = {
  id: 'msg_1',
  type: 'buyer.paused',
  state: 'waiting',
  payload: {},
  attempts: 2,
  lastStatus: 500,
  lastError: null,
  nextAt: '2090-01-05T10:00:00Z',
  deliveredAt: null,
  givenUpAt: null,
  createdAt: '2026-01-05T10:00:00Z',
};

describe('the webhook endpoint', () => {
  it('is saved with its switch', async () => {
    const api = routedApi({ 'PUT /v1/settings/webhook': { body: endpoint } });
    renderPage(<EndpointForm endpoint={endpoint} mayChange />);
    fireEvent.change(screen.getByLabelText('Address'), { target: { value: 'https://other.test/hooks' } });
    fireEvent.click(screen.getByRole('switch', { name: /Send events/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.writes().map(({ body }) => body)).toEqual([
        { url: 'https://other.test/hooks', enabled: false },
      ]),
    );
  });

  it('refuses what is no address', async () => {
    const api = routedApi({});
    renderPage(<EndpointForm endpoint={{ ...endpoint, url: null, secret: null }} mayChange />);
    fireEvent.change(screen.getByLabelText('Address'), { target: { value: 'router.test' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText(/Enter the full address/);
    expect(api.writes()).toHaveLength(0);
  });

  it('shows its secret only when asked', () => {
    renderPage(<EndpointForm endpoint={endpoint} mayChange />);
    expect(screen.queryByDisplayValue(SECRET)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(screen.getByDisplayValue(SECRET)).toBeTruthy();
  });

  it('asks before the secret is rolled', async () => {
    const api = routedApi({ 'PUT /v1/settings/webhook': { body: endpoint } });
    renderPage(<EndpointForm endpoint={endpoint} mayChange />);
    fireEvent.click(screen.getByRole('button', { name: 'Roll the secret' }));
    expect(api.writes()).toHaveLength(0);
    fireEvent.click(await screen.findByRole('button', { name: 'Make a new secret' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { rollSecret: true, enabled: true } }]));
  });
});

describe('the deliveries', () => {
  it('say in words how each went, and send one again', async () => {
    const api = routedApi({
      'GET /v1/webhook-deliveries': {
        body: {
          data: [
            delivery,
            {
              ...delivery,
              id: 'msg_2',
              type: 'buyer.resumed',
              state: 'delivered',
              lastStatus: 200,
              deliveredAt: '2026-01-05T10:00:01Z',
            },
            { ...delivery, id: 'msg_3', state: 'given_up', givenUpAt: '2026-01-08T10:00:00Z' },
          ],
          nextCursor: null,
        },
      },
      'POST /v1/webhook-deliveries/msg_3/resend': { body: {} },
    });
    renderPage(<DeliveriesTable mayResend />);
    await screen.findByText('Received (200)');
    expect(screen.getAllByText('The receiver answered 500.')).toHaveLength(2);
    expect(screen.getByText('Given up')).toBeTruthy();
    const again = screen.getAllByRole('button', { name: /Send again/ });
    fireEvent.click(again[2] ?? document.body);
    await waitFor(() => expect(api.writes()).toHaveLength(1));
  });
});
