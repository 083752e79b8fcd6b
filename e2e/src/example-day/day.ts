import { readFile } from 'node:fs/promises';

export type DayLead = { leadId: string; buyer: string; priceMinor: number };

const file = new URL('../../../examples/leads-one-day.csv', import.meta.url);

/** The leads of the example day, in the order of the day. */
export async function readDay(): Promise<DayLead[]> {
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [, leadId = '', buyer = '', price = ''] = line.split(',');
    const [major = '', minor = '00'] = price.split('.');
    return { leadId, buyer, priceMinor: Number(major) * 100 + Number(minor.padEnd(2, '0')) };
  });
}
