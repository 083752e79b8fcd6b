import type { Fields } from '../fields.ts';
import type { Letter, LetterContext } from '../letter.ts';
import { pageOf } from '../nouns.ts';

/** An invoice was issued, or is due within days: the link by which it is paid goes with it. */
export function invoiceIssued(fields: Fields, context: LetterContext): Letter {
  const due = fields.amount('due') ?? 'An amount';
  const when = fields.timeWords('dueAt');
  const isReminder = fields.flag('reminder');
  const name = nameOf(fields);
  return {
    subject: isReminder
      ? `${name} is due soon: ${due}`
      : `${name}: ${due}${context.audience === 'agency' ? ` for ${buyerOf(fields)}` : ` from ${context.accountName}`}`,
    paragraphs: [
      context.audience === 'agency'
        ? `${due} is to be paid by ${buyerOf(fields)}${when === null ? '' : ` until ${when}`}.`
        : `Please pay ${due} to ${context.accountName}${when === null ? '' : ` until ${when}`}.`,
      ...(fields.text('hostedUrl') === null
        ? []
        : ['A card on file is charged on the due date, unless it is paid before.']),
    ],
    facts: factsOf(fields),
    action: actionOf(fields, context),
    closing: [],
  };
}

/** The due date has passed, and what that means for delivery. */
export function invoiceOverdue(fields: Fields, context: LetterContext): Letter {
  const due = fields.amount('due') ?? 'An amount';
  const toAgency = context.audience === 'agency';
  const buyer = toAgency ? buyerOf(fields) : 'you';
  return {
    subject: `${nameOf(fields)} is overdue: ${due}`,
    paragraphs: [
      toAgency ? `${due} of ${buyer} was not paid in time.` : `${due} was not paid in time.`,
      fields.flag('paused')
        ? `${toAgency ? `${buyer} receives` : 'You receive'} no leads until it is paid. Delivery resumes at once then.`
        : `Leads are still delivered to ${buyer}, within the credit limit.`,
    ],
    facts: factsOf(fields),
    action: actionOf(fields, context),
    closing: [],
  };
}

function nameOf(fields: Fields): string {
  const number = fields.text('number');
  if (number !== null) return `Invoice ${number}`;
  return `The statement for ${fields.text('period') ?? 'the last period'}`;
}

const buyerOf = (fields: Fields): string => fields.text('buyerName') ?? 'the buyer';

function factsOf(fields: Fields): Letter['facts'] {
  return [
    { label: 'Period', value: fields.text('period') },
    { label: 'To be paid', value: fields.amount('due') },
    { label: 'Due', value: fields.timeWords('dueAt') },
  ];
}

function actionOf(fields: Fields, context: LetterContext): Letter['action'] {
  if (context.audience === 'agency') return { label: 'Open the buyer', url: pageOf(fields, context) };
  const url = fields.text('hostedUrl');
  return url === null ? null : { label: 'Pay the invoice', url };
}
