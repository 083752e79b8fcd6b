import type { EmailKind, Ledger, PauseFacts, WaitingEmail, WrittenEmail } from '@drawdown/ledger';
import { pauseView } from '../../activities/pause-view.ts';
import { type Background, withBackground } from './background.ts';
import { type Fields, fieldsOf } from './fields.ts';
import type { Letter, LetterContext } from './letter.ts';
import { actionNeeded } from './letters/action-needed.ts';
import { autoTopUpStopped } from './letters/auto-top-up-stopped.ts';
import { cardExpiring } from './letters/card-expiring.ts';
import { chargeDeclined } from './letters/charge-declined.ts';
import { disputeClosed } from './letters/dispute-closed.ts';
import { disputeOpened } from './letters/dispute-opened.ts';
import { invoiceIssued, invoiceOverdue } from './letters/invoice.ts';
import { balanceRecovered, lowBalance } from './letters/low-balance.ts';
import { isPaidByBackup, paidByBackup } from './letters/paid-by-backup.ts';
import { pauseReminder } from './letters/pause-reminder.ts';
import { payerLink } from './letters/payer-link.ts';
import { receipt } from './letters/receipt.ts';
import { refundFailed } from './letters/refund-failed.ts';
import { resumed } from './letters/resumed.ts';
import { recoveryLink } from './recovery-link.ts';
import { render } from './rendering/render.ts';

export type WriteEmailDeps = {
  ledger: Background & Pick<Ledger, 'pauses' | 'payerLinks' | 'disputes'>;
  publicUrl: string;
};

/** `secret` is what opens a page without a login: it belongs to the reader and to no record. */
export type Written = { email: WrittenEmail; secret: string | null };

const ABOUT_A_CARD: ReadonlySet<EmailKind> = new Set(['charge_declined', 'action_needed', 'card_expiring']);

/** For a mail that nobody should get any more, or ever; the records say why. */
function untold(text: string): Written & { stale: boolean } {
  return { email: { subject: 'Not sent', text: `${text}\n`, html: '' }, secret: null, stale: true };
}

/** The words of a mail, from what is true now. `stale`: what it was to say is no longer so, and nobody should get it. */
export async function writeEmail(
  deps: WriteEmailDeps,
  email: WaitingEmail,
): Promise<Written & { stale: boolean }> {
  const fields = fieldsOf(await withBackground(deps.ledger, email));
  const context = contextOf(deps.publicUrl, email);
  if (email.audience === 'buyer' && ABOUT_A_CARD.has(email.kind) && fields.text('payer') === 'account')
    return untold('The card is not the buyer’s: what happens to it is told to the agency alone.');
  switch (email.kind) {
    case 'receipt':
      return fresh(receipt(fields, context), context);
    case 'refund_failed':
      return fresh(refundFailed(fields, context), context);
    case 'charge_declined':
      return fresh((isPaidByBackup(fields) ? paidByBackup : chargeDeclined)(fields, context), context);
    case 'action_needed': {
      if (await isOver(deps.ledger, fields))
        return untold('The payment was over before its payer could be asked to confirm it.');
      const link = await recoveryLink(deps.ledger, email, { fields, publicUrl: deps.publicUrl });
      return { ...fresh(actionNeeded(fields, context, link), context), secret: link?.token ?? null };
    }
    case 'pause_reminder':
      return reminder(deps, fields, context);
    case 'resumed':
      return fresh(resumed(fields, context, await withheldDuring(deps, fields)), context);
    case 'low_balance':
      return fresh(lowBalance(fields, context), context);
    case 'balance_recovered':
      return fresh(balanceRecovered(fields, context), context);
    case 'auto_top_up_stopped':
      return fresh(autoTopUpStopped(fields, context), context);
    case 'card_expiring':
      return fresh(cardExpiring(fields, context), context);
    case 'dispute_opened':
      return disputeLetter(deps, fields, context);
    case 'dispute_closed':
      return fresh(disputeClosed(fields, context), context);
    case 'invoice_issued':
      return fresh(invoiceIssued(fields, context), context);
    case 'invoice_overdue':
      return fresh(invoiceOverdue(fields, context), context);
    case 'payer_link':
      return {
        ...fresh(payerLink(fields, context), context),
        secret: fields.text('url')?.split('/').at(-1) ?? null,
      };
  }
}

/** Of evidence nobody is reminded that was submitted, or came too late, before the mail was written. */
async function disputeLetter(
  { ledger }: WriteEmailDeps,
  fields: Fields,
  context: LetterContext,
): Promise<Written & { stale: boolean }> {
  const disputeId = fields.text('disputeId');
  if (fields.text('about') === 'reminder' && disputeId !== null) {
    const dispute = await ledger.disputes.find(disputeId);
    if (dispute === null || dispute.verdict !== null || dispute.evidenceSubmitted)
      return untold('Evidence was submitted, or the bank decided, before anybody could be reminded.');
  }
  return fresh(disputeOpened(fields, context), context);
}

async function isOver({ charges }: Background, fields: Fields): Promise<boolean> {
  const chargeId = fields.text('chargeId');
  const charge = chargeId === null ? null : await charges.get(chargeId);
  return charge !== null && charge.status !== 'open';
}

async function reminder(
  { ledger }: WriteEmailDeps,
  fields: Fields,
  context: LetterContext,
): Promise<Written & { stale: boolean }> {
  const buyerId = fields.text('buyerId');
  const pause = pauseView(buyerId === null ? null : await ledger.pauses.facts(buyerId));
  if (pause.state === 'over' || pause.episodeId !== fields.text('episodeId'))
    return untold('What this mail was to say was over before it was sent.');
  return fresh(pauseReminder(fields, context, { pause, now: new Date() }), context);
}

/** While the pause lasted that the mail tells the end of. */
async function withheldDuring(
  { ledger }: WriteEmailDeps,
  fields: Fields,
): Promise<PauseFacts['withheld'] | null> {
  const buyerId = fields.text('buyerId');
  const from = fields.time('pausedAt');
  const to = fields.time('resumedAt');
  return buyerId && from && to ? ledger.pauses.withheldDuring({ buyerId, from, to }) : null;
}

function fresh(letter: Letter, context: LetterContext): Written & { stale: boolean } {
  return { email: render(letter, context), secret: null, stale: false };
}

function contextOf(publicUrl: string, { accountName, audience, replyTo }: WaitingEmail): LetterContext {
  return { accountName, audience, replyTo, page: (path) => new URL(path, publicUrl).href };
}
