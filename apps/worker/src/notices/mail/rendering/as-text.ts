import type { Letter } from '../letter.ts';

/** The mail for readers without HTML. */
export function asText({ paragraphs, facts, action, closing }: Letter, footer: string): string {
  const known = facts.filter(({ value }) => value !== null);
  const blocks = [
    ...paragraphs,
    known.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    action ? `${action.label}:\n${action.url}` : '',
    ...closing,
    `-- \n${footer}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
