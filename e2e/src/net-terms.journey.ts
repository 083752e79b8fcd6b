import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { deliver, refusalOf } from './deliver.ts';
import { findChromium, mustRun } from './env.ts';
import { makeBuyer } from './make-buyer.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';
import { openBuyer, signIn } from './sign-in.ts';
import type { Visitor } from './visitor.ts';
import { visit } from './visitor.ts';

const chromium = findChromium();
if (chromium === undefined && !mustRun())
  console.log('Skipped: the browser journey (no Chromium: install one or set DRAWDOWN_CHROMIUM)');

const BUYER = 'Prairie Net Terms';

describe.skipIf(chromium === undefined && !mustRun())('an admin who bills a buyer on net terms', () => {
  let stack: OwnStack;
  let visitor: Visitor;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
    stack = await startOwnStack();
    visitor = await visit(chromium, stack.url);
    await makeBuyer(stack, {
      name: BUYER,
      card: 'pm_card_visa',
      billing: {
        mechanism: 'net_terms',
        creditLimit: { amount: 50_000, currency: 'USD' },
        termsDays: 14,
        invoicePeriod: 'monthly',
      },
    });
    await signIn(visitor.page);
  });
  afterAll(async () => {
    await visitor?.leave();
    await stack?.stop();
  });

  const owed = () => visitor.page.getByRole('region', { name: 'Owed', exact: true });
  const stillDue = () => visitor.page.getByRole('region', { name: 'Still due' });

  async function deliverLead(leadId: string, priceMinor: number): Promise<void> {
    const delivery = await deliver(stack, { buyer: BUYER, leadId, priceMinor });
    expect(delivery).toMatchObject({ outcome: 'delivered', fundedBy: 'credit' });
  }

  /** Bills at once, and opens the invoice that comes of it. */
  async function bill(sum: string): Promise<void> {
    const { page } = visitor;
    await owed().getByRole('button', { name: 'Bill now' }).click();
    const dialog = page.getByRole('dialog', { name: `Bill ${BUYER} now?` });
    await dialog.waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: `Bill ${sum}` }).click();
    await dialog.getByText(`An invoice of ${sum} is being issued.`).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'hidden' });
    await owed().getByRole('list', { name: 'Open invoices' }).getByRole('link').click();
    await stillDue().getByText(sum).waitFor();
    await page.getByText('Open', { exact: true }).first().waitFor({ timeout: 30_000 });
  }

  it('sees what is owed grow with each lead, within the credit limit', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER);
    await owed().getByText('$500.00').first().waitFor();
    await deliverLead('journey-terms-1', 3_000);
    await deliverLead('journey-terms-2', 4_500);
    await owed().getByText('$75.00').first().waitFor();
    await owed().getByText('$425.00').waitFor();
    expect(await refusalOf(stack, { buyer: BUYER, leadId: 'journey-terms-3', priceMinor: 42_501 })).toBe(
      'credit_limit_reached',
    );
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('bills it, and charges the card on file', async () => {
    const { page } = visitor;
    await bill('$75.00');
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /^Charge Visa \d{4} now$/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Charge the card on file now?' });
    await dialog.waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Charge \$75\.00 to Visa \d{4}$/ }).click();
    await dialog.getByRole('button', { name: 'Close' }).last().click({ timeout: 30_000 });
    await dialog.waitFor({ state: 'hidden' });
    await stillDue().getByText('$0.00').waitFor({ timeout: 30_000 });
    await page.getByText('Paid in full').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('records a payment that came in outside Stripe', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER);
    await owed().getByText('$0.00').first().waitFor();
    await deliverLead('journey-terms-4', 2_000);
    await owed().getByText('$20.00').first().waitFor();
    await bill('$20.00');
    await page.getByRole('button', { name: 'Record a payment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Record a payment' });
    await dialog.getByLabel('Reference').fill('BANK-4711');
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record $20.00 received' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await stillDue().getByText('$0.00').waitFor();
    await page.getByRole('row', { name: /BANK-4711/ }).waitFor();
  });

  it('finds both invoices paid', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Invoices', exact: true }).first().click();
    await page.getByLabel('Status').selectOption('paid');
    await page.getByRole('row', { name: new RegExp(`${BUYER}.*\\$75\\.00`) }).waitFor();
    await page.getByRole('row', { name: new RegExp(`${BUYER}.*\\$20\\.00`) }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('never makes the page complain', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
