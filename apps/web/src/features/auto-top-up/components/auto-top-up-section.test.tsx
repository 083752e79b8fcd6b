import '../../../testing/setup.ts';
import type { AutoTopUpResource } from '@drawdown/shared/http';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleRule, exampleWallet } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { AutoTopUpSection } from './auto-top-up-section.tsx';

const payer = { name: 'Sunrise Solar', card: { brand: 'visa', last4: '4242' } };

function show(rule: AutoTopUpResource | null) {
  renderPage(
    <AutoTopUpSection
      wallet={exampleWallet({ autoTopUp: rule })}
      payer={payer}
      last={null}
      onOpenTopUp={() => {}}
      onEdit={null}
    />,
  );
  return screen.getByRole('region', { name: 'Auto top-up' });
}

describe('the auto top-up section', () => {
  it('says that nothing happens by itself while there is no rule', () => {
    const section = show(null);
    expect(section.textContent).toContain('Off');
    expect(section.textContent).toContain('Credit is added by hand only.');
  });

  it('says in one sentence what a rule does, and its limits', () => {
    const section = show(exampleRule());
    expect(screen.getByText('On')).toBeTruthy();
    expect(section.textContent).toContain(
      'When $100.00 or less is available, charge $500.00 to Visa 4242 of Sunrise Solar.',
    );
    expect(section.textContent).toContain('At most $1,500.00 a day. No limit a month.');
  });

  it('never says “On” while it is suspended, but why and what brings it back', () => {
    const section = show(
      exampleRule({
        state: 'suspended',
        suspended: {
          since: '2026-01-05T10:00:00Z',
          because: 'card_declined',
          words: 'The card was declined',
          unblockedBy: 'Save another card, or pay once with this one.',
          card: { brand: 'visa', last4: '4242' },
          topUpId: 'top_1',
        },
      }),
    );
    expect(screen.queryByText('On')).toBeNull();
    expect(screen.getByText('Suspended')).toBeTruthy();
    expect(section.textContent).toContain('Suspended: The card was declined');
    expect(section.textContent).toContain('Save another card, or pay once with this one.');
    expect(section.textContent).toContain('None while it is suspended');
  });

  it('says why a rule that was due started nothing', () => {
    const section = show(
      exampleRule({ notStarted: { because: 'daily_limit_reached', words: 'The daily limit is used up.' } }),
    );
    expect(section.textContent).toContain('Due, but nothing was started');
    expect(section.textContent).toContain('The daily limit is used up.');
  });

  it('says that no other starts while one is open', () => {
    const section = show(exampleRule({ openTopUpId: 'top_9' }));
    expect(section.textContent).toContain('No other starts before it has ended.');
  });
});
