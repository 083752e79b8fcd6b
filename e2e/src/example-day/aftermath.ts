import {
  chargeActionSchema,
  closePeriodResultSchema,
  deliverySchema,
  disputeSchema,
  invoiceSchema,
  pageSchema,
  payInvoiceResultSchema,
  receivableSchema,
  refundSchema,
  topUpSchema,
} from '@drawdown/shared/http';
import { z } from 'zod';
import { paidByTransferMinor } from './calculation.ts';
import { type BuyerName, CARD_RETURNS, CAST, LATE_LEAD_MINOR, REFUNDS_MINOR, RETURNS } from './cast.ts';
import { type Client, until, usd } from './client.ts';
import type { opening } from './opening.ts';
import { buyerOf, names, type Play } from './play.ts';
import type { StripeSide } from './stripe-side.ts';

type Stage = { client: Client; open: ReturnType<typeof opening>; stripe: StripeSide };

const anything = z.unknown();

/** What comes after the day: leads given back, money given back, failures resolved, bills paid, disputes decided. */
export async function playAftermath(stage: Stage, play: Play): Promise<void> {
  for (const [index, amountMinor] of REFUNDS_MINOR.entries())
    await refund(stage, play, { index, amountMinor });
  await returnLeads(stage, play);
  await recover(stage, play);
  await bill(stage, play);
  await dispute(stage, play, 'buckeye-gutters-columbus', 'won');
  await dispute(stage, play, 'summit-debt-relief-denver', 'lost');
  const { laterCreditMinor } = CAST['summit-debt-relief-denver'];
  await stage.open.credit(buyerOf(play, 'summit-debt-relief-denver').walletId, laterCreditMinor);
}

/** From the newest top-up, of which the day has left something. */
async function refund(
  { client }: Stage,
  play: Play,
  { index, amountMinor }: { index: number; amountMinor: number },
) {
  const { walletId } = buyerOf(play, 'evergreen-hvac-seattle');
  const topUps = await client.get(pageSchema(topUpSchema), `/v1/wallets/${walletId}/top-ups`);
  const newest = topUps.data[0];
  const asked = await client.post(
    refundSchema,
    `/v1/top-ups/${newest?.id}/refunds`,
    { amount: usd(amountMinor) },
    `day-refund-${index}`,
  );
  await until(
    () => client.get(refundSchema, `/v1/refunds/${asked.id}`),
    ({ status }) => status === 'succeeded',
  );
}

async function returnLeads({ client }: Stage, play: Play): Promise<void> {
  for (const name of names()) {
    const delivered = (play.told.get(name) ?? []).filter(({ outcome }) => outcome === 'delivered');
    const byCard =
      CAST[name].role === 'fallBack' ? delivered.filter(({ fundedBy }) => fundedBy === 'card') : [];
    for (const { deliveryId } of [
      ...delivered.slice(0, RETURNS[name] ?? 0),
      ...byCard.slice(0, CARD_RETURNS),
    ])
      await client.post(anything, `/v1/deliveries/${deliveryId}/return`, { reason: 'invalid_contact' });
  }
  await until(
    () => client.get(pageSchema(refundSchema), '/v1/refunds?status=pending'),
    ({ data }) => data.length === 0,
  );
}

/** The card that was declined pays again; the other failure is written off. Both buyers get leads again. */
async function recover({ client, stripe }: Stage, play: Play): Promise<void> {
  const continuing = play.failing.get('lakeshore-plumbing-chicago');
  await stripe.cardAnswers(buyerOf(play, 'lakeshore-plumbing-chicago').card ?? '', null);
  const topUp = () => client.get(topUpSchema, `/v1/top-ups/${continuing?.topUpId}`);
  if ((await topUp()).status !== 'succeeded')
    await client.post(chargeActionSchema, `/v1/charges/${continuing?.chargeId}/retry`, {});
  await until(topUp, ({ status }) => status === 'succeeded');
  const paused = play.failing.get('cedar-creek-pest-austin');
  await client.post(chargeActionSchema, `/v1/charges/${paused?.chargeId}/write-off`, { note: 'goodwill' });
  for (const name of ['lakeshore-plumbing-chicago', 'cedar-creek-pest-austin'] as const) {
    const body = { buyerId: buyerOf(play, name).id, leadId: 'late', price: usd(LATE_LEAD_MINOR) };
    const late = await client.post(deliverySchema, '/v1/deliveries', body);
    play.told.get(name)?.push({ ...late, leadId: 'late', deliveryId: late.id });
  }
}

async function bill({ client }: Stage, play: Play): Promise<void> {
  const terms = buyerOf(play, 'harbor-mortgage-boston');
  const { invoice } = await client.post(closePeriodResultSchema, `/v1/buyers/${terms.id}/close-period`, {});
  const read = () => client.get(invoiceSchema, `/v1/invoices/${invoice?.id}`);
  await until(read, ({ status }) => status === 'open');
  await client.post(payInvoiceResultSchema, `/v1/invoices/${invoice?.id}/pay`, {});
  await until(read, ({ status }) => status === 'paid');

  const manual = buyerOf(play, 'keystone-auto-philadelphia');
  await client.post(closePeriodResultSchema, `/v1/buyers/${manual.id}/close-period`, {});
  const { owed } = await client.get(receivableSchema, `/v1/buyers/${manual.id}/receivable`);
  const transfer = { amount: usd(paidByTransferMinor(owed.amount)), reference: 'wire 4711' };
  await client.post(anything, `/v1/buyers/${manual.id}/payments`, transfer, 'day-payment');
}

async function dispute({ client, stripe }: Stage, play: Play, name: BuyerName, verdict: 'won' | 'lost') {
  const { walletId } = buyerOf(play, name);
  const topUps = await client.get(pageSchema(topUpSchema), `/v1/wallets/${walletId}/top-ups`);
  const paid = topUps.data.find(({ funding }) => funding === 'buyer_card');
  const stripeDisputeId = await stripe.dispute(paid?.stripe.chargeId ?? '');
  const find = async () => {
    const { data } = await client.get(pageSchema(disputeSchema), `/v1/disputes?walletId=${walletId}`);
    return data[0] ?? null;
  };
  await until(find, (found) => found !== null);
  await stripe.closeDispute(stripeDisputeId, verdict);
  await until(find, (found) => found?.verdict === verdict);
}
