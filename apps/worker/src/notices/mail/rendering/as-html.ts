import type { Letter } from '../letter.ts';
import { escapeHtml } from './escape-html.ts';

// Only what works in either scheme: the reader's own colours for text and background, lines in the text's colour.
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 24px; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  main, footer { max-width: 560px; margin: 0 auto; }
  h1 { font-size: 20px; line-height: 1.3; margin: 0 0 16px; }
  p { margin: 0 0 16px; overflow-wrap: anywhere; }
  table { border-collapse: collapse; margin: 0 0 16px; }
  th { text-align: left; font-weight: normal; padding: 4px 24px 4px 0; vertical-align: top; }
  td { font-weight: 600; padding: 4px 0; vertical-align: top; font-variant-numeric: tabular-nums; }
  .action a { display: inline-block; padding: 10px 16px; border: 2px solid; border-radius: 6px; font-weight: 600; }
  footer { border-top: 1px solid; margin-top: 24px; padding-top: 16px; font-size: 14px; }
`;

/** A plain page that mail programs and screen readers read alike, light or dark. Loads nothing from anywhere. */
export function asHtml({ subject, paragraphs, facts, action, closing }: Letter, footer: string): string {
  const title = escapeHtml(subject);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${title}</h1>`,
    ...paragraphs.map(paragraph),
    factTable(facts),
    action ? actionLink(action) : '',
    ...closing.map(paragraph),
    '</main>',
    `<footer>${paragraph(footer)}</footer>`,
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, index, lines) => line !== '' || index === lines.length - 1)
    .join('\n');
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function factTable(facts: Letter['facts']): string {
  const rows = facts
    .filter(({ value }) => value !== null)
    .map(
      ({ label, value }) =>
        `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value ?? '')}</td></tr>`,
    );
  return rows.length === 0 ? '' : `<table>${rows.join('')}</table>`;
}

/** The address stands below in full, for who cannot press it and for who wants to see where it leads. */
function actionLink({ label, url }: { label: string; url: string }): string {
  const address = escapeHtml(url);
  return `<p class="action"><a href="${address}">${escapeHtml(label)}</a></p>\n<p>${address}</p>`;
}
