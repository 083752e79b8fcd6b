import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { usd } from '../testing/scenario.ts';
import { type BillingBench, openBillingBench } from './testing/billed-buyer.ts';

let bench: BillingBench;
beforeAll(async () => {
  bench = await openBillingBench();
});
afterAll(() => bench.close());
afterEach(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

describe('closing a period', () => {
  it('makes one invoice with a line for each day and its number of leads', async () => {
    const buyer = await bench.buyer();
    await buyer.leadAt('2026-10-01T08:00:00Z', 10_00);
    await buyer.leadAt('2026-10-01T09:00:00Z', 15_00);
    await buyer.leadAt('2026-10-31T23:59:59.999Z', 20_00);
    await buyer.leadAt('2026-11-01T00:00:00Z', 40_00);
    const id = await buyer.close('2026-10', '2026-11-01T00:00:00Z');
    expect(await buyer.invoice(id)).toMatchObject({
      kind: 'net_terms',
      period: '2026-10',
      startsAt: new Date('2026-10-01T00:00:00Z'),
      endsAt: new Date('2026-11-01T00:00:00Z'),
      status: 'draft',
      amount: usd(45_00),
      amountDue: usd(45_00),
      lines: [
        { description: '2 leads delivered on 2026-10-01', day: '2026-10-01', leads: 2, amount: usd(25_00) },
        { description: '1 lead delivered on 2026-10-31', day: '2026-10-31', leads: 1, amount: usd(20_00) },
      ],
    });
    expect(await buyer.receivable()).toMatchObject({
      owed: usd(85_00),
      unbilled: usd(40_00),
      trust: usd(0),
      creditLeft: usd(915_00),
      openInvoices: [{ id }],
    });
  });

  it('is done once, by however many at the same moment', async () => {
    const buyer = await bench.buyer();
    await buyer.deliver(10_00);
    const ids = await Promise.all(Array.from({ length: 8 }, () => buyer.closeAll()));
    expect(new Set(ids).size).toBe(1);
    expect(await buyer.closeAll()).toBe(ids[0]);
  });

  it('bills every lead exactly once, whatever lead races with it', async () => {
    const buyer = await bench.buyer();
    const work: Promise<unknown>[] = [];
    for (let n = 1; n <= 40; n += 1) {
      work.push(buyer.deliver(10_00));
      if (n % 8 === 0) work.push(buyer.closeAll(`2099-0${n / 8}`));
    }
    await Promise.all(work);
    await buyer.closeAll('2099-09');
    const { openInvoices, owed, unbilled } = await buyer.receivable();
    expect([owed, unbilled]).toEqual([usd(400_00), usd(0)]);
    const billed = openInvoices.reduce((sum, { amount }) => sum + amount.amountMinor, 0n);
    expect(billed).toBe(400_00n);
  });

  it('counts days and periods in the time zone of the account', async () => {
    const buyer = await bench.buyer({}, { timeZone: 'America/New_York' });
    // The clocks go back on 1 November at 2 in the morning: that day has 25 hours.
    await buyer.leadAt('2026-11-01T03:59:59Z', 1_00);
    await buyer.leadAt('2026-11-01T04:00:00Z', 2_00);
    await buyer.leadAt('2026-11-02T04:59:59Z', 4_00);
    await buyer.leadAt('2026-11-02T05:00:00Z', 8_00);
    const october = await buyer.close('2026-10', '2026-11-01T04:00:00Z');
    expect((await buyer.invoice(october)).lines).toMatchObject([{ day: '2026-10-31', amount: usd(1_00) }]);
    const november = await buyer.close('2026-11', '2026-12-01T05:00:00Z');
    expect(await buyer.invoice(november)).toMatchObject({
      startsAt: new Date('2026-11-01T04:00:00Z'),
      lines: [
        { day: '2026-11-01', leads: 2, amount: usd(6_00) },
        { day: '2026-11-02', leads: 1, amount: usd(8_00) },
      ],
    });
  });

  it('knows weeks from Monday to Monday and months, through the changes of the clocks', async () => {
    const { buyerId } = await bench.buyer({ invoicePeriod: 'weekly' }, { timeZone: 'Europe/Berlin' });
    const at = async (time: string) => {
      const { rows } = await bench.client.query('select * from period_at($1, $2)', [buyerId, time]);
      return [rows[0].period, rows[0].starts_at.toISOString(), rows[0].ends_at.toISOString()];
    };
    // Summer time ends on Sunday 25 October, and begins on Sunday 28 March.
    expect(await at('2026-10-25T12:00:00Z')).toEqual([
      '2026-W43',
      '2026-10-18T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
    expect(await at('2026-10-25T23:00:00Z')).toEqual([
      '2026-W44',
      '2026-10-25T23:00:00.000Z',
      '2026-11-01T23:00:00.000Z',
    ]);
    expect(await at('2027-01-01T12:00:00Z')).toEqual([
      '2026-W53',
      '2026-12-27T23:00:00.000Z',
      '2027-01-03T23:00:00.000Z',
    ]);
    await bench.client.query(`update buyer set invoice_period = 'monthly' where id = $1`, [buyerId]);
    expect(await at('2027-03-31T21:59:59Z')).toEqual([
      '2027-03',
      '2027-02-28T23:00:00.000Z',
      '2027-03-31T22:00:00.000Z',
    ]);
  });

  it('bills nothing where there is nothing, and too little with the next period', async () => {
    const buyer = await bench.buyer();
    expect(await buyer.close('2026-09', '2026-10-01T00:00:00Z')).toBeNull();
    await buyer.leadAt('2026-10-10T00:00:00Z', 49);
    expect(await buyer.close('2026-10', '2026-11-01T00:00:00Z')).toBeNull();
    expect(await buyer.receivable()).toMatchObject({ owed: usd(49), unbilled: usd(49), trust: usd(0) });
    await buyer.leadAt('2026-11-10T00:00:00Z', 1_00);
    const id = await buyer.close('2026-11', '2026-12-01T00:00:00Z');
    expect(await buyer.invoice(id)).toMatchObject({
      amount: usd(1_49),
      lines: [{ day: '2026-10-10' }, { day: '2026-11-10' }],
    });
  });

  it('bills a part of a period at once, and the rest at its end', async () => {
    const buyer = await bench.buyer();
    await buyer.deliver(10_00);
    const { accountId, buyerId } = buyer;
    const actor = { kind: 'user', id: 'u', label: 'Ada' } as const;
    const [first] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
    const [second] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
    expect(second).toBeUndefined();
    await buyer.deliver(20_00);
    const [third] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, actor)) ?? [];
    const numbered = await Promise.all([first, third].map((id) => buyer.invoice(id ?? null)));
    expect(numbered.map(({ period }) => period?.split('.')[1])).toEqual(['1', '2']);
    expect(numbered.map(({ amount }) => amount)).toEqual([usd(10_00), usd(20_00)]);
    await buyer.deliver(40_00);
    expect(await buyer.invoice(await buyer.closeAll())).toMatchObject({ amount: usd(40_00) });
    expect(await bench.ledger.invoices.closeNow({ accountId, buyerId: 'buy_none' }, actor)).toBeNull();
  });

  it('closes what is billed by hand in the same way', async () => {
    const buyer = await bench.buyer({ mechanism: 'manual', creditLimit: null });
    await buyer.deliver(1);
    const id = await buyer.closeAll();
    expect(await buyer.invoice(id)).toMatchObject({ kind: 'manual', amount: usd(1), stripeInvoiceId: null });
  });
});

describe('the periods that need a process', () => {
  it('are the present one of every buyer that is billed by period, and every open invoice', async () => {
    const buyer = await bench.buyer();
    const present = await buyer.due(new Date('2026-11-23T12:00:00Z'));
    expect(present).toMatchObject([{ period: '2026-11', endsAt: '2026-12-01T00:00:00.000Z' }]);
    await buyer.leadAt('2026-10-10T00:00:00Z', 10_00);
    await buyer.close('2026-10', '2026-11-01T00:00:00Z');
    const due = await buyer.due(new Date('2026-11-23T12:00:00Z'));
    expect(due.map(({ period }) => period).sort()).toEqual(['2026-10', '2026-11']);
  });

  it('are those that were missed, also of a buyer that pays in another way by now', async () => {
    const buyer = await bench.buyer();
    await buyer.leadAt('2026-08-10T00:00:00Z', 10_00);
    await buyer.close('2026-08', '2026-09-01T00:00:00Z');
    await buyer.leadAt('2026-09-10T00:00:00Z', 10_00);
    await bench.client.query(`update buyer set mechanism = 'wallet' where id = $1`, [buyer.buyerId]);
    const due = await buyer.due(new Date('2026-11-23T12:00:00Z'));
    expect(due.map(({ period }) => period).sort()).toEqual(['2026-08', '2026-09']);
    await bench.client.query(`update buyer set mechanism = 'net_terms' where id = $1`, [buyer.buyerId]);
  });

  it('do not come back for what is too little to bill', async () => {
    const buyer = await bench.buyer();
    await buyer.leadAt('2026-09-10T00:00:00Z', 10);
    const due = await buyer.due(new Date('2026-11-23T12:00:00Z'));
    expect(due.map(({ period }) => period)).toEqual(['2026-11']);
  });
});

describe('the credit limit', () => {
  it('refuses at the cent, and what is billed still counts until it is paid', async () => {
    const buyer = await bench.buyer({ creditLimit: usd(100_00) });
    expect(await buyer.deliver(60_00)).toMatchObject({ delivery: { fundedBy: 'credit' } });
    await buyer.closeAll();
    expect(await buyer.deliver(40_01)).toMatchObject({ delivery: { refusalCode: 'credit_limit_reached' } });
    expect(await buyer.deliver(40_00)).toMatchObject({ delivery: { fundedBy: 'credit' } });
    expect(await buyer.deliver(1)).toMatchObject({ delivery: { refusalCode: 'credit_limit_reached' } });
    expect(await buyer.receivable()).toMatchObject({ owed: usd(100_00), creditLeft: usd(0) });
  });
});
