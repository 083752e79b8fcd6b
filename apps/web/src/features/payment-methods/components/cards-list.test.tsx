import '../../../testing/setup.ts';
import type { SavedCardResource } from '@drawdown/shared/http';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleCard } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { exampleProblem } from '../../../testing/top-up-example.ts';
import { AddCard } from './add-card.tsx';
import { CardsList } from './cards-list.tsx';
import { PayWithAnotherCard } from './pay-with-another-card.tsx';

const CARDS = '/v1/buyers/buy_1/payment-methods';
const owner = { kind: 'buyer', buyerId: 'buy_1' } as const;
const other = exampleCard({
  id: 'pmt_2',
  brand: 'mastercard',
  last4: '4444',
  fingerprint: 'fp_2',
  isDefault: false,
});

function show(cards: SavedCardResource[], more: Parameters<typeof routedApi>[0] = {}) {
  const api = routedApi({ [`GET ${CARDS}`]: { body: { data: cards, nextCursor: null } }, ...more });
  renderPage(<CardsList owner={owner} ownerName="Sunrise Solar" none="No card." mayChange />);
  return api;
}

describe('the saved cards', () => {
  it('badges a card that has expired, one that soon will, and the backup', async () => {
    const soon = new Date();
    show([
      exampleCard({ expMonth: 1, expYear: 2020 }),
      exampleCard({
        id: 'pmt_3',
        isDefault: false,
        expMonth: soon.getMonth() + 1,
        expYear: soon.getFullYear(),
      }),
      { ...other, isBackup: true },
    ]);
    const [expired, backup, expiring] = await screen.findAllByRole('listitem');
    expect(expired?.textContent).toContain('Expired 01/2020');
    expect(backup?.textContent).toContain('Backup');
    expect(expiring?.textContent).toContain('Expires soon');
  });

  it('says of a card that its bank refused until when it is not charged', async () => {
    show([exampleCard({ blockedUntil: '2090-12-23T10:00:00Z' }), other]);
    const [refused, fine] = await screen.findAllByRole('listitem');
    expect(refused?.textContent).toMatch(/Refused by its bank, not charged before Dec 23, 2090/);
    expect(fine?.textContent).not.toContain('Refused');
  });

  it('makes a card the backup only with its owner’s consent, in the words shown', async () => {
    const api = show([exampleCard(), other], { [`PUT ${CARDS}/backup`]: { body: {} } });
    fireEvent.click(await screen.findByRole('button', { name: 'Make backup: Mastercard ending in 4444' }));
    const act = await screen.findByRole('button', { name: 'Make it the backup' });
    fireEvent.click(act);
    await screen.findByText('This needs the consent of the card’s owner.');
    const text =
      'Sunrise Solar agrees that Mastercard ending in 4444 is charged when the default card is declined.';
    fireEvent.click(screen.getByLabelText(text));
    fireEvent.click(act);
    await waitFor(() =>
      expect(api.writes()).toMatchObject([{ body: { paymentMethodId: 'pmt_2', consent: { text } } }]),
    );
  });

  it('takes the backup away', async () => {
    const api = show([exampleCard(), { ...other, isBackup: true }], {
      [`PUT ${CARDS}/backup`]: { body: {} },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'No backup: Mastercard ending in 4444' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { paymentMethodId: null } }]));
  });

  it('asks once more before auto top-up is left without a card', async () => {
    const api = show([exampleCard()], {
      [`DELETE ${CARDS}/pmt_1`]: {
        status: 409,
        body: exampleProblem(
          409,
          'last_card_of_auto_top_up',
          'Auto top-up of this wallet charges this card.',
        ),
      },
      [`DELETE ${CARDS}/pmt_1?confirm=true`]: { body: {} },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Visa ending in 4242' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove card' }));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(/Auto top-up has no other card to charge\./);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove card, suspend auto top-up' }));
    await waitFor(() =>
      expect(api.writes().map(({ path }) => path)).toEqual([`${CARDS}/pmt_1`, `${CARDS}/pmt_1?confirm=true`]),
    );
  });
});

describe('adding a card', () => {
  it('records what its owner agreed to', async () => {
    const api = routedApi({ [`POST ${CARDS}`]: { status: 201, body: exampleCard() } });
    renderPage(<AddCard owner={owner} ownerName="Sunrise Solar" withEmulator />);
    fireEvent.click(screen.getByRole('button', { name: 'Add card' }));
    const text = 'Sunrise Solar agrees that this card is saved and charged for credit as agreed.';
    fireEvent.click(await screen.findByLabelText(text));
    fireEvent.click(screen.getByRole('button', { name: 'Save card' }));
    await waitFor(() =>
      expect(api.writes()).toMatchObject([{ body: { testCard: 'pm_card_visa', consent: { text } } }]),
    );
  });
});

describe('paying a failed charge with another card', () => {
  it('makes the other card the default, which is charged at once', async () => {
    const api = routedApi({
      [`GET ${CARDS}`]: { body: { data: [exampleCard(), other], nextCursor: null } },
      [`PUT ${CARDS}/default`]: { body: {} },
    });
    renderPage(
      <PayWithAnotherCard
        owner={owner}
        declined={{ id: 'pmt_1' }}
        amount={{ amount: 50_000, currency: 'USD' }}
      />,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Charge $500.00 to Mastercard 4444' }));
    await waitFor(() => expect(api.writes()).toMatchObject([{ body: { paymentMethodId: 'pmt_2' } }]));
  });

  it('says that there is no other, the same card saved again included', async () => {
    const again = exampleCard({ id: 'pmt_9', isDefault: false });
    routedApi({ [`GET ${CARDS}`]: { body: { data: [exampleCard(), again], nextCursor: null } } });
    renderPage(
      <PayWithAnotherCard
        owner={owner}
        declined={{ id: 'pmt_1' }}
        amount={{ amount: 50_000, currency: 'USD' }}
      />,
    );
    await screen.findByText('There is no other card: add one, or send the payer a link.');
  });
});
