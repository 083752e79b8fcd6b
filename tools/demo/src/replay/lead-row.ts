/** One line of the file. `price` is still text: its exact value depends on the buyer's currency. */
export type LeadRow = { line: number; atMs: number; leadId: string; buyer: string; price: string };

export type RowProblem = { line: number; text: string };

export const COLUMNS = ['time', 'lead_id', 'buyer', 'price'] as const;

/** The longest id that the API takes, less the longest prefix of a run. */
const LONGEST_LEAD_ID = 140;
const LONGEST_BUYER_ID = 200;

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const DECIMAL = /^\d{1,12}(\.\d+)?$/;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Reads the cells of one line, in the order of `COLUMNS`. What is wrong is said as a sentence about the file. */
export function parseLeadRow(cells: readonly string[], line: number): LeadRow | RowProblem {
  const [time = '', leadId = '', buyer = '', price = ''] = cells;
  const text =
    timeProblem(time) ??
    idProblem({ name: 'lead_id', value: leadId, longest: LONGEST_LEAD_ID }) ??
    idProblem({ name: 'buyer', value: buyer, longest: LONGEST_BUYER_ID }) ??
    priceProblem(price);
  if (text !== null) return { line, text };
  return { line, atMs: Date.parse(time), leadId, buyer, price };
}

function timeProblem(time: string): string | null {
  if (RFC_3339.test(time) && !Number.isNaN(Date.parse(time))) return null;
  return `time must be like 2026-09-15T14:30:00Z: ${quoted(time)}`;
}

function idProblem({
  name,
  value,
  longest,
}: {
  name: string;
  value: string;
  longest: number;
}): string | null {
  if (value === '') return `${name} is empty`;
  if (value.length > longest) return `${name} is longer than ${longest} characters: ${quoted(value)}`;
  if (CONTROL_CHARACTER.test(value)) return `${name} has a control character: ${quoted(value)}`;
  return null;
}

function priceProblem(price: string): string | null {
  if (!DECIMAL.test(price)) return `price must be like 42.50: ${quoted(price)}`;
  if (/^[0.]*$/.test(price)) return `price must be greater than zero: ${quoted(price)}`;
  return null;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
