import type { ImportReportResource, ImportRowResource } from '@drawdown/shared/http';
import { moneyText } from '../../ui/money-text.tsx';

export function countWords(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** What a file would do, in one sentence. */
export function outlookWords({ counts, openingBalances }: ImportReportResource): string {
  const parts = [
    `${countWords(counts.create, 'buyer is', 'buyers are')} created`,
    `${counts.update} changed`,
    `${counts.unchanged} stay as they are`,
  ];
  const sums = openingBalances.map((sum) => moneyText(sum)).join(' and ');
  const credit =
    sums === '' ? 'No opening balance is credited.' : `Opening balances of ${sums} are credited.`;
  return `${parts.join(', ')}. ${credit}`;
}

export function confirmWords({ counts, openingBalances }: ImportReportResource): string {
  const sums = openingBalances.map((sum) => moneyText(sum)).join(' and ');
  const buyers = countWords(counts.create + counts.update, 'buyer', 'buyers');
  return sums === '' ? `Bring in ${buyers}` : `Bring in ${buyers} and credit ${sums}`;
}

/** What is to be done with a row, or was. */
export function actionWord({ action, done }: ImportRowResource): string {
  switch (action) {
    case 'create':
      return done ? 'Created' : 'Create';
    case 'update':
      return done ? 'Changed' : 'Change';
    case 'unchanged':
      return 'Stays as it is';
    case 'error':
      return 'Cannot be brought in';
  }
}

/** What is wrong with a row, or what changes. */
export function rowNotes({ errors, changes }: ImportRowResource): string[] {
  if (errors.length > 0)
    return errors.map(({ column, value, message }) => {
      const seen = value === null || value === '' ? '' : ` “${value}”`;
      return column === null ? message : `${column}${seen}: ${message}`;
    });
  return changes.map(({ column, before, after }) => `${column}: ${before || 'nothing'} → ${after}`);
}
