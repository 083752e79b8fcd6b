import { usd } from './journeys.ts';

type Buyer = { id: string; walletId: string };

/** `foreign` belongs to another account. */
export type BadRequestSubject = { buyer: Buyer; foreign: Buyer };

type Row = {
  what: string;
  path?: (subject: BadRequestSubject) => string;
  body?: (subject: BadRequestSubject) => unknown;
  raw?: string;
  headers?: Record<string, string>;
  status: number;
  code: string;
  fields?: string[];
};

const topUps = ({ buyer }: BadRequestSubject) => `/v1/wallets/${buyer.walletId}/top-ups`;
const lead =
  (change: object) =>
  ({ buyer }: BadRequestSubject) => ({ buyerId: buyer.id, leadId: 'lead', price: usd(2_500), ...change });
const topUp = (change: object) => () => ({ amount: usd(25_000), funding: 'external', ...change });

/** Every kind of bad input, and the one clear answer to it. */
export const BAD_REQUESTS: Row[] = [
  {
    what: 'a negative price',
    body: lead({ price: usd(-1) }),
    status: 400,
    code: 'invalid_amount',
    fields: ['price.amount'],
  },
  {
    what: 'a price of zero',
    body: lead({ price: usd(0) }),
    status: 400,
    code: 'invalid_amount',
    fields: ['price.amount'],
  },
  {
    what: 'a fractional price',
    body: lead({ price: usd(25.5) }),
    status: 400,
    code: 'invalid_amount',
    fields: ['price.amount'],
  },
  {
    what: 'a price beyond exact numbers',
    body: lead({ price: usd(2 ** 53) }),
    status: 400,
    code: 'invalid_amount',
  },
  {
    what: 'a price that is text',
    body: lead({ price: { amount: '2500', currency: 'USD' } }),
    status: 400,
    code: 'validation_failed',
    fields: ['price.amount'],
  },
  {
    what: 'an unknown currency',
    body: lead({ price: { amount: 2_500, currency: 'XXX' } }),
    status: 400,
    code: 'unknown_currency',
    fields: ['price.currency'],
  },
  {
    what: 'an unknown field',
    body: lead({ colour: 'red', price: { ...usd(1), cents: 1 } }),
    status: 400,
    code: 'unknown_field',
    fields: ['price.cents', 'colour'],
  },
  {
    what: 'faults of several kinds',
    body: lead({ colour: 'red', price: usd(-1) }),
    status: 400,
    code: 'validation_failed',
    fields: ['price.amount', 'colour'],
  },
  {
    what: 'no lead id',
    body: ({ buyer }) => ({ buyerId: buyer.id, price: usd(1) }),
    status: 400,
    code: 'validation_failed',
    fields: ['leadId'],
  },
  {
    what: 'both kinds of buyer id',
    body: lead({ externalBuyerId: 'x' }),
    status: 400,
    code: 'validation_failed',
    fields: ['buyerId'],
  },
  {
    what: 'a NUL in the lead id of a label',
    body: lead({ labels: { source: 'a\u0000b' } }),
    status: 400,
    code: 'validation_failed',
    fields: ['labels.source'],
  },
  {
    what: 'half a surrogate pair',
    body: lead({ externalBuyerId: '\ud800', buyerId: undefined }),
    status: 400,
    code: 'validation_failed',
    fields: ['externalBuyerId'],
  },
  {
    what: 'a buyer of another account',
    body: ({ foreign }) => ({ buyerId: foreign.id, leadId: 'lead', price: usd(1) }),
    status: 404,
    code: 'not_found',
  },
  { what: 'no body', status: 400, code: 'validation_failed' },
  { what: 'a body that is no JSON', raw: '{"buyerId":', status: 400, code: 'malformed_json' },
  { what: 'a body that is a bare string', raw: '"lead"', status: 400, code: 'malformed_json' },
  {
    what: 'a body of another type',
    raw: 'leadId=1',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a body in an unknown charset',
    raw: '{}',
    headers: { 'Content-Type': 'application/json; charset=x-user' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a body of 1 MB',
    raw: JSON.stringify({ leadId: 'x'.repeat(1_000_000) }),
    status: 413,
    code: 'body_too_large',
  },
  {
    what: 'an empty Idempotency-Key',
    body: lead({}),
    headers: { 'Idempotency-Key': '' },
    status: 400,
    code: 'idempotency_key_invalid',
  },
  {
    what: 'a very long Idempotency-Key',
    body: lead({}),
    headers: { 'Idempotency-Key': 'k'.repeat(256) },
    status: 400,
    code: 'idempotency_key_invalid',
  },
  {
    what: 'an Idempotency-Key that is no ASCII',
    body: lead({}),
    headers: { 'Idempotency-Key': 'k\u00e9y' },
    status: 400,
    code: 'idempotency_key_invalid',
  },
  {
    what: 'a negative top-up',
    path: topUps,
    body: topUp({ amount: usd(-5) }),
    status: 400,
    code: 'invalid_amount',
    fields: ['amount.amount'],
  },
  {
    what: 'a fractional top-up',
    path: topUps,
    body: topUp({ amount: usd(0.5) }),
    status: 400,
    code: 'invalid_amount',
    fields: ['amount.amount'],
  },
  {
    what: 'a top-up below the minimum',
    path: topUps,
    body: topUp({ amount: usd(1) }),
    status: 422,
    code: 'amount_below_minimum',
  },
  {
    what: 'a top-up above the maximum',
    path: topUps,
    body: topUp({ amount: usd(1_000_001) }),
    status: 422,
    code: 'amount_above_maximum',
  },
  {
    what: 'a top-up in another currency',
    path: topUps,
    body: topUp({ amount: { amount: 25_000, currency: 'EUR' } }),
    status: 422,
    code: 'currency_mismatch',
  },
  {
    what: 'promotional credit without a reason',
    path: topUps,
    body: topUp({ funding: 'promotional' }),
    status: 400,
    code: 'validation_failed',
    fields: ['reason'],
  },
  {
    what: 'a card for credit that no card pays',
    path: topUps,
    body: topUp({ paymentMethodId: 'pmt_1' }),
    status: 400,
    code: 'validation_failed',
    fields: ['paymentMethodId'],
  },
  {
    what: 'a buyer without a card',
    path: topUps,
    body: topUp({ funding: 'buyer_card' }),
    status: 422,
    code: 'no_payment_method',
  },
  {
    what: 'an account without a card',
    path: topUps,
    body: topUp({ funding: 'account_card' }),
    status: 422,
    code: 'no_payment_method',
  },
  {
    what: 'a card that is not there',
    path: topUps,
    body: topUp({ funding: 'buyer_card', paymentMethodId: 'pmt_1' }),
    status: 404,
    code: 'not_found',
  },
  {
    what: 'a wallet of another account',
    path: ({ foreign }) => `/v1/wallets/${foreign.walletId}/top-ups`,
    body: topUp({}),
    status: 404,
    code: 'not_found',
  },
  {
    what: 'a wallet id of no shape',
    path: () => '/v1/wallets/%00/top-ups',
    body: topUp({}),
    status: 404,
    code: 'not_found',
  },
  {
    what: 'a path that is not encoded well',
    path: () => '/v1/wallets/%E0%A4%A/top-ups',
    body: topUp({}),
    status: 400,
    code: 'validation_failed',
  },
  { what: 'an unknown path', path: () => '/v1/nothing', body: topUp({}), status: 404, code: 'not_found' },
];
