import '../../../testing/setup.ts';
import type { ImportReportResource, ImportRowResource } from '@drawdown/shared/http';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { usd } from '../../../testing/collections-examples.ts';
import { renderPage } from '../../../testing/render-page.tsx';
import { ImportBuyers } from './import-buyers.tsx';

const row: ImportRowResource = {
  line: 2,
  externalId: 'b-1',
  name: 'Acme Solar',
  action: 'create',
  done: false,
  buyerId: null,
  changes: [],
  openingBalance: usd(125_000),
  errors: [],
};
const second: ImportRowResource = { ...row, line: 3, externalId: 'b-2', name: 'Beta', openingBalance: null };

function report(rows: ImportRowResource[], dryRun = true): ImportReportResource {
  const count = (action: ImportRowResource['action']) => rows.filter((one) => one.action === action).length;
  return {
    dryRun,
    rows,
    counts: {
      create: count('create'),
      update: count('update'),
      unchanged: count('unchanged'),
      error: count('error'),
    },
    openingBalances: rows.some(({ openingBalance }) => openingBalance !== null) ? [usd(125_000)] : [],
    remaining: rows.filter(({ action, done }) => action === 'create' && !done).length,
  };
}

/** Answers each request with the next report; null loses the answer. */
function answerWith(reports: (ImportReportResource | null)[]) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    sent.push(url);
    const next = reports.shift();
    if (next === undefined) return new Promise(() => {});
    if (next === null) return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response(JSON.stringify(next), { status: 200 }));
  });
  return sent;
}

function chooseFile() {
  renderPage(<ImportBuyers />);
  const file = new File(['externalId,name\nb-1,Acme Solar\n'], 'buyers.csv', { type: 'text/csv' });
  fireEvent.change(screen.getByLabelText('CSV file of buyers'), { target: { files: [file] } });
}

describe('importing buyers', () => {
  it('shows what a file would do before anything is confirmed, and then brings it in', async () => {
    const sent = answerWith([
      report([row, second]),
      report([{ ...row, done: true, buyerId: 'buy_1' }, second], false),
      report(
        [
          { ...row, action: 'unchanged', openingBalance: null },
          { ...second, done: true },
        ],
        false,
      ),
    ]);
    chooseFile();
    expect(await screen.findByText(/2 buyers are created/)).toBeDefined();
    expect(sent).toEqual(['/v1/buyers/import?dryRun=true']);
    fireEvent.click(screen.getByRole('button', { name: 'Bring in 2 buyers and credit $1,250.00' }));
    expect(await screen.findByText('Done. 2 rows were brought in.')).toBeDefined();
    expect(sent.slice(1)).toEqual([
      '/v1/buyers/import?dryRun=false&limit=100',
      '/v1/buyers/import?dryRun=false&limit=100',
    ]);
  });

  it('goes on after a lost answer, and counts what that request had done', async () => {
    answerWith([
      report([row, second]),
      null,
      report(
        [
          { ...row, action: 'unchanged', openingBalance: null },
          { ...second, done: true },
        ],
        false,
      ),
    ]);
    chooseFile();
    fireEvent.click(await screen.findByRole('button', { name: /Bring in 2 buyers/ }));
    fireEvent.click(await screen.findByRole('button', { name: 'Go on' }));
    expect(await screen.findByText('Done. 2 rows were brought in.')).toBeDefined();
  });

  it('names what is wrong and offers nothing to confirm', async () => {
    const errors = [{ column: 'currency' as const, value: 'XYZ', message: 'must be one of USD, EUR' }];
    answerWith([report([{ ...row, action: 'error', errors }])]);
    chooseFile();
    expect(await screen.findByText('currency “XYZ”: must be one of USD, EUR')).toBeDefined();
    expect(screen.queryByRole('button', { name: /Bring in/ })).toBeNull();
    expect(screen.getByText(/Nothing can be brought in while 1 row cannot/)).toBeDefined();
  });
});
