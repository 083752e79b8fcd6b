import PDFDocument from 'pdfkit';
import { fontChain, type Weight } from './fonts.ts';
import { runsOf, widthOf } from './runs.ts';

export const PAGE = { width: 595.28, height: 841.89, margin: 42 };

export const INK = { text: '#1f2328', quiet: '#5b6470', rule: '#c9ced6' };

const SHAPED_BY_WORD = { lineBreak: false, baseline: 'alphabetic' } as const;

/** Naming features, though none, has the text shaped at once: words that run from right to left keep their order. */
const SHAPED_WHOLE = { ...SHAPED_BY_WORD, features: [] };

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Nko}]/u;

function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

type TextAt = {
  x: number;
  y: number;
  size: number;
  weight?: Weight;
  color?: string;
  /** With `right`, `x` is where the text ends. */
  align?: 'left' | 'right';
};

export type DocumentFacts = { title: string; author: string; writtenAt: Date };

/** A document whose bytes follow from what is written and from nothing else: its dates are given, not those of now. */
export function openPen({ title, author, writtenAt }: DocumentFacts) {
  const document = new PDFDocument({
    autoFirstPage: false,
    size: [PAGE.width, PAGE.height],
    margin: 0,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: title,
      Author: author,
      Producer: 'Drawdown',
      Creator: 'Drawdown',
      CreationDate: writtenAt,
    },
  });
  for (const weight of ['regular', 'bold'] as const)
    for (const { name, data } of fontChain(weight)) document.registerFont(name, data);

  return {
    document,

    text(text: string, { x, y, size, weight = 'regular', color = INK.text, align = 'left' }: TextAt): void {
      let at = align === 'left' ? x : x - widthOf(text, weight) * size;
      document.fillColor(color).fontSize(size);
      for (const run of runsOf(text, weight)) {
        document.font(run.font.name);
        document.text(run.text, at, y, isRightToLeft(run.text) ? SHAPED_WHOLE : SHAPED_BY_WORD);
        at += widthOf(run.text, weight) * size;
      }
    },

    rule(y: number, { from = PAGE.margin, to = PAGE.width - PAGE.margin, width = 0.5 } = {}): void {
      document.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(INK.rule).stroke();
    },
  };
}

export type Pen = ReturnType<typeof openPen>;
