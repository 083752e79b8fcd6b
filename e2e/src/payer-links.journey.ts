import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings } from './accessibility.ts';
import { confirm, fillAddCredit } from './add-credit-dialog.ts';
import { availableMinor, showsAvailable } from './balance.ts';
import { findChromium, mustRun } from './env.ts';
import type { OwnStack } from './own-stack.ts';
import { startOwnStack } from './own-stack.ts';
import { openBuyer, signIn } from './sign-in.ts';
import type { Visitor } from './visitor.ts';
import { visit } from './visitor.ts';

const chromium = findChromium();
if (chromium === undefined && !mustRun())
  console.log('Skipped: the browser journey (no Chromium: install one or set DRAWDOWN_CHROMIUM)');

const BUYER = 'Evergreen Heating & Air';
const BUYER_WITHOUT_A_CARD = 'Redwood Windows & Doors';
const KEEP = 'Save this card for later charges';
const AMEX = /American Express ending in/;

describe.skipIf(chromium === undefined && !mustRun())('a payer without a login', () => {
  let stack: OwnStack;
  let admin: Visitor;
  let payer: Visitor;
  let link: string;

  beforeAll(async () => {
    if (chromium === undefined) throw new Error('no Chromium: install one or set DRAWDOWN_CHROMIUM');
    stack = await startOwnStack();
    admin = await visit(chromium, stack.url);
    payer = await visit(chromium, stack.url);
    await signIn(admin.page);
  });
  afterAll(async () => {
    await payer?.leave();
    await admin?.leave();
    await stack?.stop();
  });

  async function enterOnHostedPage(page: Visitor['page'], testCard: string): Promise<void> {
    await page.getByRole('button', { name: 'Use the hosted page' }).click();
    // Both pages have a field of that name: only the other one's is meant.
    await page.getByRole('heading', { name: 'Save a card' }).waitFor();
    await page.getByLabel('Test card').selectOption(testCard);
    await page.getByRole('button', { name: 'Save card' }).click();
  }

  const cards = () => admin.page.locator('#cards');

  async function makePayLink(): Promise<string> {
    const { page } = admin;
    await page.getByRole('button', { name: 'Send a link' }).click();
    const dialog = page.getByRole('dialog', { name: `Send a link to ${BUYER_WITHOUT_A_CARD}` });
    await dialog.getByRole('radio', { name: /pay/i }).check();
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const address = await dialog.getByLabel('The link', { exact: true }).inputValue();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    return address;
  }

  it('is asked by link to confirm a payment that his bank wants confirmed', async () => {
    const { page } = admin;
    await openBuyer(page, BUYER);
    await page.getByRole('button', { name: 'Add card' }).click();
    const card = page.getByRole('dialog', { name: `Add a card for ${BUYER}` });
    await card.getByLabel('Test card').selectOption('pm_card_authenticationRequired');
    await card.getByRole('button', { name: 'Save card' }).click();
    await card.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Make default: Visa/ }).click();
    await page.getByText(/is now the default/).waitFor({ state: 'attached' });

    const dialog = await fillAddCredit(page, { amount: '50', payer: 'Top up + charge buyer' });
    await confirm(dialog, /^Charge \$50\.00 to Visa \d{4}$/, 'Needs the payer');
    await dialog.getByRole('button', { name: 'Make a link for the payer' }).click();
    link = await dialog.getByLabel('The link', { exact: true }).inputValue();
    expect(link).toContain('/pay/');
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('confirms it, and the balance changes in the admin’s open page', async () => {
    const before = await availableMinor(admin.page);
    const { page } = payer;
    await page.goto(link);
    await page.getByRole('heading', { name: 'Confirm a payment' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await showsAvailable(admin.page, before + 5_000n, 20_000);
  });

  it('cannot use the link twice', async () => {
    const { page } = payer;
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
  });

  it('saves a card of his own, which the admin never typed', async () => {
    await openBuyer(admin.page, BUYER_WITHOUT_A_CARD);
    await admin.page.getByRole('button', { name: 'Send a link' }).click();
    const dialog = admin.page.getByRole('dialog', { name: `Send a link to ${BUYER_WITHOUT_A_CARD}` });
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const address = await dialog.getByLabel('The link', { exact: true }).inputValue();
    expect(await accessibilityFindings(admin.page)).toEqual([]);
    await admin.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    const { page } = payer;
    await page.goto(address);
    await page.getByRole('heading', { name: 'Save a card' }).waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Save this card' }).click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    await openBuyer(admin.page, BUYER_WITHOUT_A_CARD);
    await admin.page
      .locator('#cards')
      .getByText(/Visa ending in/)
      .waitFor();
  });

  it('enters a card on the hosted page, which the admin had opened, or leaves it', async () => {
    const { page } = admin;
    for (const act of ['Cancel', 'Save card']) {
      await page.getByRole('button', { name: 'Add card' }).click();
      const dialog = page.getByRole('dialog', { name: `Add a card for ${BUYER_WITHOUT_A_CARD}` });
      await dialog.getByRole('checkbox').check();
      await dialog.getByRole('button', { name: 'Use the hosted page' }).click();
      await page.getByRole('heading', { name: 'Save a card' }).waitFor();
      await page.getByLabel('Test card').selectOption('pm_card_mastercard');
      await page.getByRole('button', { name: act }).click();
      await page.getByText(act === 'Cancel' ? 'No card was added' : 'The card was added').waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      expect(new URL(page.url()).search).toBe('');
    }
    await page
      .locator('#cards')
      .getByText(/Mastercard ending in 4444/)
      .waitFor();
  });

  it('pays by link with a card that he enters on the hosted page, which is for that payment only', async () => {
    const before = await availableMinor(admin.page);
    const { page } = payer;
    await page.goto(await makePayLink());
    await page.getByLabel('Amount').fill('40');
    await enterOnHostedPage(page, 'pm_card_amex');
    const pay = page.getByRole('button', { name: 'Pay $40.00' });
    await pay.waitFor();
    expect(await page.getByRole('checkbox', { name: KEEP }).isChecked()).toBe(false);
    expect(await accessibilityFindings(page)).toEqual([]);
    await pay.click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    await showsAvailable(admin.page, before + 4_000n, 20_000);
    await openBuyer(admin.page, BUYER_WITHOUT_A_CARD);
    await cards()
      .getByText(/Mastercard ending in/)
      .waitFor();
    expect(await cards().getByText(AMEX).count()).toBe(0);
  });

  it('has the card saved where he says so before he leaves for the hosted page', async () => {
    const before = await availableMinor(admin.page);
    const { page } = payer;
    await page.goto(await makePayLink());
    await page.getByLabel('Amount').fill('30');
    await page.getByRole('checkbox', { name: KEEP }).check();
    await enterOnHostedPage(page, 'pm_card_amex');
    const pay = page.getByRole('button', { name: 'Pay $30.00' });
    await pay.waitFor();
    expect(await page.getByRole('checkbox', { name: KEEP }).isChecked()).toBe(true);
    await pay.click();
    await page.getByRole('heading', { name: 'Done' }).waitFor();
    await showsAvailable(admin.page, before + 3_000n, 20_000);
    await cards().getByText(AMEX).waitFor();
  });

  it('never makes a page complain', () => {
    expect([...admin.complaints, ...payer.complaints]).toEqual([]);
  });
});
