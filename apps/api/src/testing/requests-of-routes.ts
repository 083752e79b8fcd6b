import type { Route } from '../http/route.ts';
import { usd } from './journeys.ts';

export function routeName({ method, path }: Route): string {
  return `${method.toUpperCase()} ${path}`;
}

/** The path with its ids filled in, and the query without which validation would refuse it. */
export function routePath(route: Route, ids: Record<string, string>): string {
  const path = route.path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? 'missing');
  return path + (QUERIES[routeName(route)] ?? '');
}

const QUERIES: Record<string, string> = {
  'GET /v1/buyers/:buyerId/eligibility': '?amount=1&currency=USD',
};

const AUTO_TOP_UP = {
  enabled: true,
  threshold: usd(10_000),
  amount: usd(50_000),
  payer: 'buyer',
  consent: { text: 'I agree.' },
};

/** Bodies that pass validation, so that nothing but what the test is about can be refused. */
const BODIES: Record<string, unknown> = {
  'PATCH /v1/buyers/:buyerId': { name: 'Mine now' },
  'POST /v1/buyers': { name: 'Acme' },
  'POST /v1/buyers/:buyerId/switch': { mechanism: 'manual', previewToken: 'seen' },
  'POST /v1/buyers/:buyerId/payment-methods': { testCard: 'pm_card_visa' },
  'PUT /v1/buyers/:buyerId/payment-methods/default': { paymentMethodId: 'pmt_1' },
  'POST /v1/account/payment-methods': { testCard: 'pm_card_visa' },
  'PUT /v1/account/payment-methods/default': { paymentMethodId: 'pmt_1' },
  'PUT /v1/buyers/:buyerId/payment-methods/backup': { paymentMethodId: null },
  'PUT /v1/account/payment-methods/backup': { paymentMethodId: null },
  'POST /v1/buyers/:buyerId/payments': { amount: usd(1_000), reference: 'wire 7' },
  'POST /v1/payments/:paymentId/reverse': { reason: 'typed wrong' },
  'POST /v1/buyers/:buyerId/pause': { note: 'on holiday' },
  'POST /v1/buyers/:buyerId/resume': { note: 'back again' },
  'POST /v1/buyers/:buyerId/pause-timing': { timing: 'immediate' },
  'POST /v1/buyers/:buyerId/links': { kind: 'save_card' },
  'PATCH /v1/wallets/:walletId': { lowBalance: null },
  'PUT /v1/wallets/:walletId/auto-top-up': AUTO_TOP_UP,
  'POST /v1/wallets/:walletId/auto-top-up/preview': AUTO_TOP_UP,
  'POST /v1/invoices/:invoiceId/void': { reason: 'wrong address' },
  'POST /v1/invoices/:invoiceId/write-off': { reason: 'insolvent' },
  'POST /v1/charges/:chargeId/stop': { note: 'not worth it' },
  'POST /v1/charges/:chargeId/mark-paid': { reference: 'wire 42' },
  'POST /v1/charges/:chargeId/write-off': { note: 'not worth it' },
  'PUT /v1/settings/webhook': { url: 'https://hooks.example/drawdown', enabled: true },
  'POST /v1/wallets': { owner: 'account', currency: 'USD', name: 'Pool' },
  'POST /v1/wallets/:walletId/top-ups': { amount: usd(25_000), funding: 'external' },
  'PUT /v1/settings/billing': {},
  'POST /v1/test-controls': { action: 'lose_next_answer' },
  'POST /v1/top-ups/:topUpId/refunds': { amount: usd(1_000) },
  'POST /v1/top-ups/:topUpId/correct': { reason: 'mistyped' },
  'POST /v1/deliveries/:deliveryId/return': { reason: 'duplicate' },
  'POST /v1/deliveries': { buyerId: 'buy_1', leadId: 'lead', price: usd(1) },
  'POST /v1/eligibility': { price: usd(1), buyerIds: ['buy_1'] },
  'POST /v1/holds': { buyerId: 'buy_1', amount: usd(1) },
  'POST /v1/holds/:holdId/capture': { leadId: 'lead' },
  'POST /v1/deliveries/batch': { deliveries: [{ buyerId: 'buy_1', leadId: 'lead', price: usd(1) }] },
};

export function validBody(route: Route): { body?: unknown } {
  const body = BODIES[routeName(route)];
  return body === undefined ? {} : { body };
}
