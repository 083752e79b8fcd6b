import type { OpenItem, Place, SwitchPreview, SwitchWarning } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';

type Seen = Pick<SwitchPreview, 'from' | 'to'>;

/** What is open and what becomes of it, so that whoever confirms knows without looking anywhere else. */
export function itemWords(item: OpenItem, seen: Seen): string {
  return `${isWords(item)} ${effectWords(item, seen)}`;
}

/** Why the change is not allowed yet: one sentence for each thing that has to end first. */
export function blockingWords({ open, from, to }: Pick<SwitchPreview, 'open' | 'from' | 'to'>): string[] {
  return open
    .filter(({ effect }) => effect === 'must_end_first')
    .map((item) => itemWords(item, { from, to }));
}

function isWords({ kind, count, amount }: OpenItem): string {
  const sum = amount === null ? '' : formatMoney(amount);
  const some = (one: string, many: string) => (count === 1 ? `One ${one}` : `${count} ${many}`);
  const worth = amount === null ? '' : ` (${sum})`;
  switch (kind) {
    case 'balance':
      return `${sum} in the wallet that it draws on now.`;
    case 'left_behind':
      return `${sum} in a wallet that the buyer left earlier.`;
    case 'holds':
      return `${some('open hold', 'open holds')}${worth}.`;
    case 'pending_leads':
      return `${some('lead whose card charge is', 'leads whose card charges are')} under way${worth}.`;
    case 'top_ups':
      return `${some('top-up', 'top-ups')} under way${worth}.`;
    case 'failing_charges':
      return `${some('failed charge', 'failed charges')} still to be collected${worth}.`;
    case 'auto_top_up':
      return 'Auto top-up of the wallet is on.';
    case 'payer_links':
      return `${some('open link', 'open links')} on which somebody may still pay into the wallet.`;
    case 'trust':
      return `${sum} owed for leads delivered on trust, or for a dispute.`;
    case 'unbilled':
      return amount !== null && amount.amountMinor < 0n
        ? `${formatMoney({ ...amount, amountMinor: -amount.amountMinor })} paid in advance and not used up by leads.`
        : `${sum} of leads not billed yet.`;
    case 'invoices':
      return `${some('open invoice', 'open invoices')}${worth}.`;
    case 'disputes':
      return `${some('dispute', 'disputes')} under way${worth}.`;
    case 'refunds':
      return `${some('refund', 'refunds')} on the way to the card${worth}.`;
    case 'returns':
      return `${some('delivered lead', 'delivered leads')} within the return window${worth}.`;
    case 'pauses':
      return `${some('reason keeps', 'reasons keep')} delivery paused, or will once the wallet is used up.`;
    case 'limits':
      return `${some('limit', 'limits')} in the old currency.`;
  }
}

function effectWords(item: OpenItem, seen: Seen): string {
  switch (item.effect) {
    case 'moves':
      return 'What is available moves to the new wallet; from there it cannot be refunded to a card.';
    case 'ends':
      return endsWords(item, seen);
    case 'must_end_first':
      return mustEndWords(item, seen);
    case 'stays':
      return staysWords(item, seen);
  }
}

function endsWords({ kind }: OpenItem, { from }: Seen): string {
  switch (kind) {
    case 'auto_top_up':
      return 'It is turned off: nobody draws on this wallet afterwards.';
    case 'payer_links':
      return 'They are withdrawn.';
    case 'unbilled':
      return from.mechanism === 'manual'
        ? 'They are put on a last statement now.'
        : 'They are billed now; what is too little for an invoice stays owed, and a payment can be recorded for it.';
    default:
      return 'They are removed unless new ones are given.';
  }
}

function mustEndWords({ kind }: OpenItem, { from, to }: Seen): string {
  const otherCurrency = from.currency !== to.currency;
  switch (kind) {
    case 'pending_leads':
      return 'They are decided within moments; pause delivery, wait for them, and switch then.';
    case 'top_ups':
      return 'It collects what the buyer owes into the wallet that it draws on: wait for it, or cancel it.';
    case 'failing_charges':
      return 'Have it paid, mark it as paid, or stop it: it would go on charging a card for a wallet that nobody draws on.';
    case 'auto_top_up':
      return "It charges this buyer's card for a wallet that others draw on: name another payer, or turn it off.";
    case 'holds':
      return 'Capture or release them: they are in the old currency.';
    case 'returns':
      return `They went on what the buyer owes in ${from.currency}: wait for the window to end, or make it shorter.`;
    default:
      return otherCurrency
        ? `It is in ${from.currency}: settle it before the currency changes.`
        : 'It has to end first.';
  }
}

function staysWords({ kind, subjects }: OpenItem, { from, to }: Seen): string {
  switch (kind) {
    case 'balance':
      return from.walletOwner === 'account'
        ? 'It belongs to the account and stays with the others who draw on it.'
        : to.walletId === from.walletId
          ? 'It stays in the wallet and can be refunded, or used again after switching back.'
          : 'It stays there and can be refunded, moved, or used again after switching back.';
    case 'left_behind':
      return 'It stays there and can be refunded, moved, or used again after switching back.';
    case 'holds':
      return 'Each is captured from, or released to, the wallet that it reserves money of.';
    case 'pending_leads':
      return 'Each is decided by its card charge, as it was begun.';
    case 'top_ups':
      return 'It is credited to the wallet that it was asked for.';
    case 'failing_charges':
      return 'It goes on being collected, for the wallet that it was asked for.';
    case 'payer_links':
      return 'They go on paying into the same wallet.';
    case 'trust':
      return 'It stays owed; the next credit to the wallet that the buyer draws on pays it.';
    case 'unbilled':
      return 'It stays as it is.';
    case 'invoices':
      return 'They are due and paid as they are.';
    case 'disputes':
      return 'The verdict is posted to the wallet that the payment went into.';
    case 'refunds':
      return 'A refund that fails is credited to the wallet that it was taken from.';
    case 'returns':
      return 'A lead that is given back is credited to where it was paid from.';
    case 'pauses':
      return 'A switch lifts no pause: each ends when its reason is resolved, or by hand.';
    case 'auto_top_up':
    case 'limits':
      return `Nothing changes about ${subjects.length === 1 ? 'it' : 'them'}.`;
  }
}

export function warningWords(warning: SwitchWarning, to: Place): string {
  switch (warning) {
    case 'no_card':
      return 'The buyer has no card on file: every lead is refused until it has one.';
    case 'no_credit_limit':
      return 'The buyer has no credit limit: every lead is refused until it has one.';
    case 'empty_wallet':
      return `Its wallet holds no ${to.currency} yet: every lead is refused until credit is added.`;
  }
}
