import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { confirm, fillAddCredit } from './add-credit-dialog.ts';
import { availableMinor, showsAvailable } from './balance.ts';
import { deliver } from './deliver.ts';
import { disputeLastTopUp } from './dispute.ts';
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

const BUYER = 'Bluebonnet Returns';
const LEAD = 'journey-returned-1';

describe.skipIf(chromium === undefined && !mustRun())('an admin whose client gives money back', () => {
  let stack: OwnStack;
  let visitor: Visitor;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
    stack = await startOwnStack();
    visitor = await visit(chromium, stack.url);
    await makeBuyer(stack, { name: BUYER, card: 'pm_card_mastercard', billing: { returnWindowDays: 30 } });
    await signIn(visitor.page);
  });
  afterAll(async () => {
    await visitor?.leave();
    await stack?.stop();
  });

  it('asks what the next lead would meet, and adds the credit that it needs', async () => {
    const { page } = visitor;
    await openBuyer(page, BUYER);
    const next = page.getByRole('region', { name: 'Next lead' });
    await next.getByLabel('Price of a lead').fill('25');
    await next.getByRole('button', { name: 'Ask with this price' }).click();
    await next
      .getByText(/would be refused now: the wallet does not hold enough for it\. Add at least/)
      .waitFor();
    await next.getByRole('button', { name: 'Copy a message for the client' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    const dialog = await fillAddCredit(page, { amount: '250.00', payer: 'Top up + charge buyer' });
    await dialog.getByRole('checkbox', { name: 'Put it on a Stripe invoice' }).check();
    await confirm(dialog, /^Charge \$250\.00 to Mastercard \d{4}$/, 'Succeeded');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await showsAvailable(page, 25_000n);
    await next.getByText(/would be delivered now, paid from the wallet/).waitFor();
  });

  it('sees the lead that the wallet paid, and how far the rest reaches', async () => {
    const { page } = visitor;
    const before = await availableMinor(page);
    await deliver(stack, { buyer: BUYER, leadId: LEAD, priceMinor: 2_500 });
    await showsAvailable(page, before - 2_500n);
    const next = page.getByRole('region', { name: 'Next lead' });
    await next.getByText(/would be delivered now, paid from the wallet/).waitFor();
    await next.getByText(/Enough for/).waitFor();
    const leads = page.getByRole('region', { name: 'Leads', exact: true });
    await leads.getByRole('button', { name: LEAD }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('returns it, and is told where the money goes before and after', async () => {
    const { page } = visitor;
    const before = await availableMinor(page);
    await page
      .getByRole('region', { name: 'Leads', exact: true })
      .getByRole('button', { name: LEAD })
      .click();
    const receipt = page.getByRole('dialog', { name: 'Lead', exact: true });
    await receipt.getByRole('heading', { name: /Delivered/ }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await receipt.getByRole('button', { name: 'Return lead' }).click();
    const dialog = page.getByRole('dialog', { name: `Return lead ${LEAD}?` });
    await dialog.getByText('$25.00 is credited to the wallet that paid for it.').waitFor();
    await dialog.getByLabel('Why is it returned?').selectOption('duplicate');
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Return lead of $25.00' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await receipt.getByRole('heading', { name: /Returned/ }).waitFor();
    await page.keyboard.press('Escape');
    await receipt.waitFor({ state: 'hidden' });
    await showsAvailable(page, before + 2_500n);
  });

  it('refunds a part of a top-up to the card that paid, and the balance follows', async () => {
    const { page } = visitor;
    const before = await availableMinor(page);
    await page
      .getByRole('row', { name: /Succeeded.*\$250\.00/ })
      .first()
      .getByRole('button')
      .click();
    const topUp = page.getByRole('dialog', { name: 'Top-up', exact: true });
    await topUp.getByRole('link', { name: 'PDF' }).waitFor({ timeout: 30_000 });
    await topUp.getByRole('button', { name: 'Refund', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Refund this top-up' });
    await dialog.getByLabel('Amount').fill('100');
    await dialog.getByText(/\$100\.00 goes back to Mastercard \d{4}\./).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Refund \$100\.00 to Mastercard \d{4}$/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await topUp.getByRole('region', { name: 'Refunds' }).getByText('Refunded').waitFor({ timeout: 30_000 });
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await topUp.waitFor({ state: 'hidden' });
    await showsAvailable(page, before - 10_000n);
  });

  it('reads all of it on the statement', async () => {
    const { page } = visitor;
    const statement = page.getByRole('region', { name: 'Statement', exact: true });
    await statement.getByRole('button', { name: 'Show statement' }).click();
    await statement
      .getByRole('row', { name: /Returned lead/ })
      .first()
      .waitFor();
    await statement
      .getByRole('row', { name: /Refund/ })
      .first()
      .waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('finds the lead among all leads', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Leads', exact: true }).first().click();
    await page.getByLabel('Lead id').fill(LEAD);
    const row = page.getByRole('row', { name: new RegExp(LEAD) });
    await row.getByText('Returned', { exact: true }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('sees what a disputed payment takes, and until when evidence is due', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Charges', exact: true }).first().click();
    await page.getByRole('link', { name: 'Disputes', exact: true }).click();
    await page.getByText('No payment was ever disputed.').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await disputeLastTopUp(stack, BUYER);
    const row = page.getByRole('row', { name: new RegExp(BUYER) });
    await row.getByText('Needs evidence').waitFor({ timeout: 30_000 });
    expect(await accessibilityFindings(page)).toEqual([]);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'Dispute over $150.00' }).waitFor();
    await page.getByText(/Evidence is due/).waitFor();
    expect(await page.getByRole('link', { name: 'Download the leads as CSV' }).getAttribute('href')).toMatch(
      /evidence\.csv$/,
    );
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('never makes the page complain', () => {
    expect(visitor.complaints).toEqual([]);
  });
});
