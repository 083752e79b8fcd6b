import type { Answer } from '../http/answer.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are text, never markup. */
export function html(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: strings }, ...values.map(escapeHtml));
}

const OF_THE_BANK = 'This page stands for the bank that issued the card.';

/** A whole page; `content` is markup. `about`: whose page it stands for. */
export function page(status: number, title: string, content: string, about = OF_THE_BANK): Answer {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}button,select,input{font:inherit;padding:.5rem 1rem;max-width:100%}</style>
</head><body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(about)}</p>${content}</body></html>`;
  return {
    status,
    body,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
