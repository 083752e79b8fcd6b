import '../../../testing/setup.ts';
import type { BillingSettingsResource } from '@drawdown/shared/http';
import { DEMO_RETRY_POLICY } from '@drawdown/shared/retries';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { BillingSettingsForm } from './billing-settings-form.tsx';

const settings: BillingSettingsResource = {
  topUpMinimum: usd(500),
  topUpMaximum: usd(1_000_000),
  walletOnlyFunding: { default: 'account_card', permitted: ['account_card'] },
  defaultExposureLimit: usd(0),
  residue: usd(100),
  retryPolicy: { ...DEMO_RETRY_POLICY, label: 'demo: minutes instead of days' },
  mailReplyTo: null,
  invoiceTopUps: false,
  topUpTax: 'none',
};

function show(mayChange = true) {
  const api = routedApi({ 'PUT /v1/settings/billing': { body: settings } });
  renderPage(<BillingSettingsForm settings={settings} mayChange={mayChange} />);
  return api;
}

function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }));

describe('the billing settings', () => {
  it('says the retry schedule in words, and which one it is', () => {
    show();
    expect(screen.getByText('This account’s schedule: demo: minutes instead of days.')).toBeTruthy();
    expect(
      screen.getByText(
        'Charged at once, then again after 1 minute, 3 minutes, 5 minutes and 7 minutes; then it waits for another card.',
      ),
    ).toBeTruthy();
  });

  it('sends only what was changed', async () => {
    const api = show();
    type('Exposure limit of a buyer', '250');
    type('Reply to (optional)', 'billing@acme.test');
    save();
    await waitFor(() =>
      expect(api.writes().map(({ body }) => body)).toEqual([
        { defaultExposureLimit: usd(25_000), mailReplyTo: 'billing@acme.test' },
      ]),
    );
    await screen.findByText('Saved.');
  });

  it('takes another schedule, which the label no longer speaks of', async () => {
    const api = show();
    type('Not enough money on the card', '1 day, 3 days');
    save();
    await waitFor(() =>
      expect(api.writes()).toMatchObject([
        { body: { retryPolicy: { softFunds: [86_400, 259_200], giveUpAfter: 2_592_000, label: null } } },
      ]),
    );
  });

  it('fills in the standard schedule', async () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Standard schedule' }));
    await screen.findByDisplayValue('1 day, 3 days, 5 days, 7 days');
  });

  it('says what is wrong, field by field, and saves nothing', async () => {
    const api = show();
    type('Smallest top-up', '0');
    type('Not enough money on the card', 'soon');
    type('Reply to (optional)', 'nobody');
    save();
    await screen.findByText('The amount must be more than zero.');
    await screen.findByText(/Write durations with commas/);
    await screen.findByText('Enter an email address, or leave it empty.');
    expect(api.writes()).toHaveLength(0);
  });

  it('cannot be changed by those who may only look', () => {
    show(false);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('saves whether top-ups go on invoices, and says what is taxed', async () => {
    const api = show();
    screen.getByText(/No tax is added to a top-up/);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Top-ups by card appear on a Stripe invoice' }));
    save();
    await waitFor(() => expect(api.writes().map(({ body }) => body)).toEqual([{ invoiceTopUps: true }]));
  });
});
