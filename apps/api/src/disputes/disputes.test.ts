import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disputeTopUp } from '../testing/disputes.ts';
import { createBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

let cards = 700;
async function createPayer(name = 'Lone Star Roofing') {
  const buyer = await createBuyer(api.http, { name });
  cards += 1;
  await api.http.post(`/v1/buyers/${buyer.id}/payment-methods`, { testCard: `pm_card_visa~${cards}` });
  return buyer;
}

describe('a dispute', () => {
  it('says what it took from whom, what it waits for, and where to go', async () => {
    const buyer = await createPayer();
    const spend = [{ leadId: 'lead-1', price: 20_000 }];
    const { dispute, topUpId, seen } = await disputeTopUp(api, buyer, { spend });
    const { status, body } = await api.http.get(`/v1/disputes/${dispute.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: dispute.id,
      status: 'needs_response',
      statusWords: 'The money is gone until the bank decides. Submit evidence in Stripe.',
      reasonWords: 'What was paid for has not arrived.',
      amount: usd(50_000),
      fromWallet: usd(30_000),
      fromReceivable: usd(20_000),
      stillOwed: usd(20_000),
      verdict: null,
      evidenceDueAt: '2026-12-01T00:00:00.000Z',
      payment: { purpose: 'top_up', amount: usd(50_000), payer: 'buyer', topUpId, card: { brand: 'visa' } },
      walletId: buyer.walletId,
      buyerName: 'Lone Star Roofing',
      pausedBuyers: [{ buyerId: buyer.id, name: 'Lone Star Roofing' }],
      stripe: { disputeId: seen.stripeDisputeId, url: null },
      evidenceUrl: `/v1/disputes/${dispute.id}/evidence.csv`,
      workflow: { id: `dispute:${dispute.id}` },
    });
    const pause = (await api.http.get(`/v1/buyers/${buyer.id}/pause`)).body;
    expect(pause.reasons).toMatchObject([{ reason: 'dispute_opened', chargeId: null, amount: null }]);
  });

  it('is listed by where it stands and whom it concerns', async () => {
    const buyer = await createPayer();
    const first = await disputeTopUp(api, buyer);
    const second = await disputeTopUp(api, buyer, { status: 'warning_needs_response' });
    await first.close('lost');
    const ids = async (query: string) => {
      const { body } = await api.http.get(`/v1/disputes?buyerId=${buyer.id}${query}`);
      return body.data.map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).toEqual([second.dispute.id, first.dispute.id]);
    expect(await ids('&status=open')).toEqual([second.dispute.id]);
    expect(await ids('&status=inquiry')).toEqual([second.dispute.id]);
    expect(await ids('&status=closed')).toEqual([first.dispute.id]);
    expect(await ids(`&topUpId=${first.topUpId}`)).toEqual([first.dispute.id]);
    expect(await ids('&status=needs_response')).toEqual([]);
    const page = (await api.http.get(`/v1/disputes?buyerId=${buyer.id}&limit=1`)).body;
    expect(await ids(`&cursor=${page.nextCursor}`)).toEqual([first.dispute.id]);
    expect((await api.http.get('/v1/disputes?status=undecided')).status).toBe(400);
  });

  it('has the leads that its payment paid for as CSV, in which nothing is run as a formula', async () => {
    const buyer = await createPayer('=HYPERLINK("x")');
    const spend = [
      { leadId: '=cmd|1', price: 20_000 },
      { leadId: 'lead, "2"', price: 25_000 },
    ];
    const { dispute, topUpId, seen } = await disputeTopUp(api, buyer, { spend });
    const answer = await api.http.get(`/v1/disputes/${dispute.id}/evidence.csv`);
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toContain(`evidence-${seen.stripeDisputeId}.csv`);
    const rows = answer.text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toBe(
      'delivered_at,kind,lead_id,buyer,buyer_id,delivery_id,price,covered_by_payment,currency,labels,returned_at,card,paid_at,payment_amount,payment_id,dispute_id',
    );
    expect(rows[1]).toMatch(/^20\d\d-.*Z,lead,'=cmd\|1,/);
    expect(rows[1]).toContain(`,"'=HYPERLINK(""x"")",${buyer.id},dlv_`);
    expect(rows[1]).toContain(',200.00,200.00,USD,source==web,,visa ');
    expect(rows[1]).toContain(`,500.00,${topUpId},${seen.stripeDisputeId}`);
    expect(rows[2]).toContain(',"lead, ""2""",');
    expect(rows[2]).toContain(',250.00,250.00,USD,');
  });

  it('of another account is not there', async () => {
    const { dispute } = await disputeTopUp(api, await createPayer());
    const { http } = await api.openAgency();
    for (const path of [`/v1/disputes/${dispute.id}`, `/v1/disputes/${dispute.id}/evidence.csv`])
      expect((await http.get(path)).status).toBe(404);
    expect((await http.get('/v1/disputes')).body.data).toEqual([]);
  });
});
