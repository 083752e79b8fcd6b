import type { Locator, Page } from 'playwright-core';

export type Payer = 'Top up wallet only' | 'Top up + charge buyer';

/** Opens Add Credit and fills it in up to the button that confirms. */
export async function fillAddCredit(
  page: Page,
  { amount, payer }: { amount: string; payer: Payer },
): Promise<Locator> {
  await page.getByRole('button', { name: 'Add Credit' }).click();
  const dialog = page.getByRole('dialog', { name: /^Add Credit to/ });
  // The payer first, with the pointer, while Amount is focused and empty: leaving a field must not cost the click.
  await dialog.getByRole('radio', { name: payer }).click();
  await dialog.getByLabel('Amount').fill(amount);
  return dialog;
}

/** Presses the button that names the act, and answers with what the dialog then says. */
export async function confirm(dialog: Locator, act: RegExp, outcome: string): Promise<string> {
  await dialog.getByRole('button', { name: act }).click();
  await dialog.getByRole('heading', { name: new RegExp(outcome) }).waitFor();
  return (await dialog.textContent()) ?? '';
}
