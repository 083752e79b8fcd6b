import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOf, widthOf } from './runs.ts';
import { wrapped } from './wrap.ts';

const textOf = (text: string) =>
  runsOf(text, 'regular')
    .map((run) => run.text)
    .join('');

describe('text on paper', () => {
  it.each(['Acme Solar', 'Łódź Žižek', 'Привет мир', 'Ωμέγα', 'Việt Nam', 'שלום עולם', 'شركة النور', 'नमस्ते'])(
    'writes %s with the glyphs of a font',
    (text) => {
      expect(textOf(text)).toBe(text.normalize('NFC'));
    },
  );

  it('shows what no font has as a box, and never loses or adds a character', () => {
    expect(textOf('東京 Solar')).toBe('□□ Solar');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect([...textOf(text)]).toHaveLength([...text.normalize('NFC')].length);
      }),
    );
  });

  it('has figures that are as wide as each other', () => {
    for (const weight of ['regular', 'bold'] as const) {
      const widths = new Set([...'0123456789'].map((digit) => widthOf(digit, weight)));
      expect(widths.size).toBe(1);
    }
  });

  it('is broken at spaces, within a word that is too long, and keeps to the width', () => {
    expect(wrapped('one two three', { width: 40, size: 10 })).toEqual(['one two', 'three']);
    expect(wrapped('x'.repeat(30), { width: 50, size: 10 }).join('')).toBe('x'.repeat(30));
    expect(wrapped('', { width: 50, size: 10 })).toEqual(['']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        for (const line of wrapped(text, { width: 60, size: 10 }))
          expect([...line].length <= 1 || widthOf(line, 'regular') <= 6).toBe(true);
      }),
    );
  });
});
