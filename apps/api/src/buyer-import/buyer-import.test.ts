import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBuyer, createFundedBuyer, usd } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(async () => {
  expect(await api.ledger.checkInvariants()).toEqual([]);
});
afterAll(() => api.close());

const HEADER = 'externalId,name,email,mechanism,creditLimit,termsDays,openingBalance,currency';

/** Sends a file as somebody else's agency when told to: each test looks at buyers of its own. */
async function bringIn(csv: string, query = 'dryRun=false', http = api.http) {
  return http.send('POST', `/v1/buyers/import?${query}`, {
    rawBody: csv,
    headers: { 'Content-Type': 'text/csv' },
  });
}

async function buyerNamed(externalId: string, http = api.http) {
  return (await http.get(`/v1/buyers?externalId=${externalId}`)).body.data[0];
}

describe('a dry run', () => {
  it('says for each row what would be done, and does nothing', async () => {
    await createBuyer(api.http, { name: 'Known', externalId: 'known' });
    await createBuyer(api.http, { name: 'Same', externalId: 'same' });
    const csv = `${HEADER}
new-1,Acme Solar,office@acme.example,wallet,,,"1,250.00",
new-2,Beta,,net_terms,5000,14,,
known,Known Inc.,,,,,100,
same,Same,,,,,,USD
`;
    const { status, body } = await bringIn(csv, '');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      counts: { create: 2, update: 1, unchanged: 1, error: 0 },
      openingBalances: [usd(135_000)],
      remaining: 3,
    });
    expect(body.rows[0]).toMatchObject({ line: 2, action: 'create', openingBalance: usd(125_000) });
    expect(body.rows[2].changes).toEqual([{ column: 'name', before: 'Known', after: 'Known Inc.' }]);
    expect(await buyerNamed('new-1')).toBeUndefined();
    expect((await buyerNamed('known')).wallet.balance).toEqual(usd(0));
  });

  it('names every fault with its line, its column and what would be right', async () => {
    const shared = await api.http.post('/v1/wallets', { owner: 'account', currency: 'USD', name: 'Pool' });
    await createBuyer(api.http, { name: 'Pooled', externalId: 'pooled', walletId: shared.body.id });
    await createBuyer(api.http, { name: 'Terms', externalId: 'terms', billing: { mechanism: 'manual' } });
    const csv = `${HEADER}
,No Id,,,,,,
f-1,,not an address,credit card,x,soon,1.250,XYZ
f-2,Twice,,,,,,
f-2,Twice again,,,,,,
f-3,Owes,,net_terms,,,50,
pooled,Pooled,,,,,50,
terms,Terms,,wallet,,,,EUR
f-4,Rich,,,,,99999999,
f-5,Too,many,,,,,,cells
`;
    const { body } = await bringIn(csv, 'dryRun=true');
    const faults = body.rows.flatMap(
      (row: { line: number; errors: { column: string | null; message: string }[] }) =>
        row.errors.map(({ column, message }) => `${row.line} ${column}: ${message}`),
    );
    expect(faults).toEqual([
      '2 externalId: must not be empty',
      '3 currency: must be one of AUD, BHD, BRL, CAD, CHF, CLP, CZK, DKK, EUR, GBP, HKD, JOD, JPY, KRW, KWD, MXN, NOK, NZD, OMR, PLN, SEK, SGD, TND, USD, VND, ZAR',
      '3 name: must not be empty',
      '3 email: must be an email address',
      '3 mechanism: must be one of wallet, direct_charge, net_terms, manual',
      '3 termsDays: must be a whole number of days from 0 to 120',
      '4 externalId: stands in line 5 too: each externalId may stand in the file once',
      '5 externalId: stands in line 4 too: each externalId may stand in the file once',
      '6 creditLimit: is required for net_terms',
      '6 openingBalance: must be empty for net_terms: only a wallet is drawn down',
      '7 openingBalance: must be empty: this buyer draws on a shared wallet; add the credit there',
      '8 currency: this buyer is kept in USD: an import does not change that',
      '8 mechanism: this buyer is billed by manual: an import does not change that; leave it empty, or switch the buyer first',
      expect.stringContaining('9 openingBalance: must be at most '),
      '10 null: has more cells than the header has columns: a comma in a text needs quotes',
      '10 email: must be an email address',
    ]);
    expect(body.counts).toEqual({ create: 0, update: 0, unchanged: 0, error: 9 });
  });
});

describe('an import', () => {
  it('creates the buyers and credits each opening balance once, however often the file comes', async () => {
    const csv = `${HEADER}\nonce-1,One,one@example.com,,,,250.00,\nonce-2,Two,,net_terms,1000,30,,EUR\n`;
    const first = await bringIn(csv);
    expect(first.body).toMatchObject({ dryRun: false, counts: { create: 2 }, remaining: 0 });
    const again = await bringIn(csv);
    expect(again.body).toMatchObject({ counts: { create: 0, unchanged: 2 }, openingBalances: [] });
    const one = await buyerNamed('once-1');
    expect(one).toMatchObject({ name: 'One', email: 'one@example.com', wallet: { balance: usd(25_000) } });
    expect(await buyerNamed('once-2')).toMatchObject({
      currency: 'EUR',
      billing: {
        mechanism: 'net_terms',
        termsDays: 30,
        creditLimit: { amount: 100_000, currency: 'EUR' },
      },
    });
    const { data } = (await api.http.get(`/v1/wallets/${one.walletId}/top-ups`)).body;
    expect(data).toMatchObject([
      { funding: 'external', amount: usd(25_000), reference: 'Opening balance', status: 'succeeded' },
    ]);
  });

  it('writes nothing when any row is wrong', async () => {
    const csv = `${HEADER}\nwhole-1,Fine,,,,,10,\nwhole-2,Wrong,,,,,lots,\n`;
    const { status, body } = await bringIn(csv);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors).toEqual([
      {
        field: 'line 3: openingBalance',
        code: 'validation_failed',
        message: 'must be an amount in USD with at most 2 decimals, such as 1250.00',
      },
    ]);
    expect(await buyerNamed('whole-1')).toBeUndefined();
  });

  it('goes on where it stopped', async () => {
    const rows = [1, 2, 3, 4, 5].map((n) => `part-${n},Part ${n},,,,,${n}.00,`);
    const csv = [HEADER, ...rows].join('\n');
    const first = await bringIn(csv, 'dryRun=false&limit=2');
    expect(first.body.remaining).toBe(3);
    expect(first.body.rows.map(({ done }: { done: boolean }) => done)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const second = await bringIn(csv, 'dryRun=false&limit=2');
    expect(second.body).toMatchObject({ remaining: 1, counts: { unchanged: 2, create: 3 } });
    expect((await bringIn(csv)).body.remaining).toBe(0);
    const balances = await Promise.all([1, 2, 3, 4, 5].map((n) => buyerNamed(`part-${n}`)));
    expect(balances.map(({ wallet }) => wallet.balance.amount)).toEqual([100, 200, 300, 400, 500]);
  });

  it('run by four at the same moment is as if it was run once', async () => {
    const agency = await api.openAgency();
    const rows = Array.from({ length: 12 }, (_, n) => `race-${n},Race ${n},,,,,7.50,`);
    const csv = [HEADER, ...rows].join('\n');
    const answers = await Promise.all([1, 2, 3, 4].map(() => bringIn(csv, 'dryRun=false', agency.http)));
    expect(answers.map(({ status, body }) => [status, body.remaining])).toEqual(answers.map(() => [200, 0]));
    const { data } = (await agency.http.get('/v1/buyers?limit=200')).body;
    expect(data).toHaveLength(12);
    for (const { wallet } of data) expect(wallet.balance).toEqual(usd(750));
  });

  it('keeps the opening balance with the external id, also when its buyer has another one now', async () => {
    const buyer = await createFundedBuyer(api.http, 5_000, { externalId: 'moved' });
    const csv = `${HEADER}\nmoved,Acme Solar,,,,,20.00,\n`;
    expect((await bringIn(csv)).body).toMatchObject({ counts: { update: 1 }, openingBalances: [usd(2_000)] });
    expect((await buyerNamed('moved')).wallet.balance).toEqual(usd(7_000));
    await api.http.patch(`/v1/buyers/${buyer.id}`, { externalId: 'moved-on' });
    const refused = await bringIn(csv);
    expect(refused.body.errors[0].message).toContain('an import credited 20.00 USD to Acme Solar');
    const other = await bringIn(csv.replace('moved', 'moved-on').replace('20.00', '30.00'));
    expect(other.body).toMatchObject({ counts: { update: 1 }, openingBalances: [usd(3_000)] });
    expect((await bringIn(csv.replace('moved', 'moved-on').replace('20.00', '31.00'))).status).toBe(400);
  });

  it('takes a key that may write buyers, and to credit one that may grant credit', async () => {
    const agency = await api.openAgency();
    const key = await agency.keyWith(['buyers:write']);
    const headers = { 'Content-Type': 'text/csv', Authorization: `Bearer ${key}` };
    const send = (csv: string) =>
      api.http.send('POST', '/v1/buyers/import?dryRun=false', { rawBody: csv, headers });
    expect((await send(`${HEADER}\nk-1,One,,,,,,\n`)).status).toBe(200);
    expect((await send(`${HEADER}\nk-2,Two,,,,,5,\n`)).body).toMatchObject({
      code: 'forbidden',
      detail: 'This needs the scope credit:grant.',
    });
  });

  it('refuses what is no CSV file, and one that is too large', async () => {
    const json = await api.http.post('/v1/buyers/import', { name: 'Acme' });
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type']);
    const none = await bringIn('');
    expect(none.body.errors[0]).toMatchObject({
      field: 'file',
      message: expect.stringContaining('is empty'),
    });
    const large = await bringIn(`${HEADER}\n${'x'.repeat(1_000_001)}`);
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large']);
  });
});
