/** Where an answer leads: to the very dialog (`open`) or part of a page (`hash`). Links of a buyer need one. */
export type HelpLink =
  | { to: '/buyers/$buyerId'; hash: 'billing' | 'auto-top-up' | 'top-ups' | 'cards'; words: string }
  | { to: '/buyers/$buyerId'; open: 'billing' | 'switch'; words: string }
  | { to: '/buyers' | '/wallets'; open: 'new'; words: string }
  | { to: '/settings/billing'; hash: 'invoices'; words: string };

/** A fact of the product or of one buyer that an answer shows as it is now. */
export type LiveFact = 'balance' | 'rule' | 'fallback' | 'mechanism' | 'invoices' | 'returns';

export type HelpAnswer = {
  question: string;
  answer: string[];
  facts: LiveFact[];
  links: HelpLink[];
};

/** The questions that everybody asks first, answered by what the program does. */
export const HELP_ANSWERS: readonly HelpAnswer[] = [
  {
    question: 'How is a wallet different from a subscription?',
    answer: [
      'A subscription charges the same sum every month, however many leads there were. A wallet is money paid in advance: each delivered lead takes its price from it, and nothing is taken without a lead.',
      'It is topped up when you or the buyer want it, or by itself at a threshold. What is not spent stays, and can be refunded as far as it was paid by card.',
    ],
    facts: ['balance'],
    links: [
      { to: '/buyers/$buyerId', hash: 'top-ups', words: 'Top-ups of this buyer' },
      { to: '/wallets', open: 'new', words: 'Make a wallet that buyers share' },
    ],
  },
  {
    question: 'Can I set up auto top-up?',
    answer: [
      'Yes, for each wallet: when so much or less is available, charge a fixed amount, or fill up to a balance. It charges the card of the buyer or of your agency, with consent, within a daily and a monthly limit.',
      'At most one automatic top-up is open at a time, also while its charge is retried. After a hard decline, or when all retries failed, the rule is suspended: it comes back when a payment succeeds or another card becomes the default.',
    ],
    facts: ['rule'],
    links: [{ to: '/buyers/$buyerId', hash: 'auto-top-up', words: 'Auto top-up of this buyer' }],
  },
  {
    question: 'What happens when a wallet runs to zero?',
    answer: [
      'Auto top-up, if it is on, was started when the balance reached its threshold. Leads are delivered from the wallet again once it is credited.',
      'Until then, and without auto top-up: if the buyer falls back to the card on file, each lead that the wallet cannot pay for is charged to that card, whole. Not while a declined charge of that card is still to be collected.',
      'Else the lead is refused with “insufficient_funds” until the next credit. That is no pause: the next lead after the credit is delivered. Only a buyer whose failed charge is being retried under “Continue and retry” gets leads on trust, up to its limit.',
    ],
    facts: ['rule', 'fallback'],
    links: [
      { to: '/buyers/$buyerId', open: 'billing', words: 'Fall back to the card on file' },
      { to: '/buyers/$buyerId', hash: 'auto-top-up', words: 'Auto top-up' },
    ],
  },
  {
    question: 'Can I charge a buyer’s card without touching the wallet?',
    answer: [
      'Yes: that is “Charge per lead”. Each lead is charged to the buyer’s card, and the wallet is left alone. Stripe refuses very small charges, so a lead below its minimum is refused.',
      'A single top-up that charges the buyer goes into the wallet: choose “Top up + charge buyer” when you add credit.',
    ],
    facts: ['mechanism'],
    links: [
      { to: '/buyers/$buyerId', open: 'switch', words: 'Switch this buyer to charge per lead' },
      { to: '/buyers/$buyerId', hash: 'cards', words: 'Cards of this buyer' },
    ],
  },
  {
    question: 'Do top-ups show on Stripe invoices?',
    answer: [
      'If you want them to. It is off until the account or the buyer asks for it, and can be chosen for a single top-up. The invoice is marked paid by the very payment, so nobody is asked to pay twice.',
    ],
    facts: ['invoices'],
    links: [
      { to: '/settings/billing', hash: 'invoices', words: 'What holds for the account' },
      { to: '/buyers/$buyerId', open: 'billing', words: 'What holds for this buyer' },
    ],
  },
  {
    question: 'Can I refund a top-up?',
    answer: [
      'Yes, when it was paid by card: all of it or a part, to the card that paid, as far as this top-up is not spent yet. The wallet is debited at once, and credited again if the bank reports that the refund failed.',
      'Money received outside and promotional credit are not refunded to a card: “Correct credit” takes them back. A lead that is given back is credited to where it was paid from.',
    ],
    facts: ['returns'],
    links: [{ to: '/buyers/$buyerId', hash: 'top-ups', words: 'Open a top-up to refund it' }],
  },
];
