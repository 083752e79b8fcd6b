import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { render } from '../rendering/render.ts';
import { actionNeeded } from './action-needed.ts';
import { autoTopUpStopped } from './auto-top-up-stopped.ts';
import { cardExpiring } from './card-expiring.ts';
import { chargeDeclined } from './charge-declined.ts';
import { disputeClosed } from './dispute-closed.ts';
import { disputeOpened } from './dispute-opened.ts';
import { invoiceIssued, invoiceOverdue } from './invoice.ts';
import { balanceRecovered, lowBalance } from './low-balance.ts';
import { paidByBackup } from './paid-by-backup.ts';
import { payerLink } from './payer-link.ts';
import { receipt } from './receipt.ts';
import { refundFailed } from './refund-failed.ts';
import { resumed } from './resumed.ts';
import { payment, toAgency, toBuyer } from './testing/readers.ts';

describe('every letter', () => {
  const all: [string, (data: Record<string, unknown>, context: LetterContext) => Letter][] = [
    ['receipt', (data, context) => receipt(fieldsOf(data), context)],
    ['refund_failed', (data, context) => refundFailed(fieldsOf(data), context)],
    ['charge_declined', (data, context) => chargeDeclined(fieldsOf(data), context)],
    ['action_needed', (data, context) => actionNeeded(fieldsOf(data), context, null)],
    ['resumed', (data, context) => resumed(fieldsOf(data), context, null)],
    ['low_balance', (data, context) => lowBalance(fieldsOf(data), context)],
    ['balance_recovered', (data, context) => balanceRecovered(fieldsOf(data), context)],
    ['card_expiring', (data, context) => cardExpiring(fieldsOf(data), context)],
    ['charge_declined, paid by the backup', (data, context) => paidByBackup(fieldsOf(data), context)],
    ['auto_top_up_stopped', (data, context) => autoTopUpStopped(fieldsOf(data), context)],
    ['dispute_opened', (data, context) => disputeOpened(fieldsOf(data), context)],
    ['dispute_closed', (data, context) => disputeClosed(fieldsOf(data), context)],
    ['invoice_issued', (data, context) => invoiceIssued(fieldsOf(data), context)],
    ['invoice_overdue', (data, context) => invoiceOverdue(fieldsOf(data), context)],
    ['payer_link', (data, context) => payerLink(fieldsOf(data), context)],
  ];

  it.each(all)('%s is written even where nothing is known', (_kind, write) => {
    for (const context of [toAgency, toBuyer])
      for (const data of [{}, { amountMinor: 'odd', currency: 'XXX', affectedBuyers: 7, expMonth: 99 }]) {
        const { subject, text, html } = render(write(data, context), context);
        expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|NaN|\[object/);
        expect(subject.length).toBeGreaterThan(5);
      }
  });

  it.each(all)('%s lets no name become markup or a header', (_kind, write) => {
    const name = 'A & B <img src=x onerror="alert(1)">\r\nBcc: everybody@example.com';
    const named = { ...toBuyer, accountName: name };
    const { subject, html } = render(write({ ...payment, buyerName: name, walletName: name }, named), named);
    expect(html).not.toContain('<img');
    expect(html).toContain('A &amp; B &lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it('is readable on light and dark and loads nothing', () => {
    const { html } = render(receipt(fieldsOf(payment), toAgency), toAgency);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).not.toMatch(/(background|[^-]color): ?#|src=|@import|url\(/);
  });
});
