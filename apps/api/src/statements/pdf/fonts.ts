import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Font } from 'fontkit';
import { create } from 'fontkit';

export type Weight = 'regular' | 'bold';

export type LoadedFont = { name: string; data: Buffer; font: Font };

const require = createRequire(import.meta.url);
const NOTO = join(dirname(require.resolve('@fontsource/noto-sans/package.json')), 'files');
const DEJAVU = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** Noto Sans comes in parts. Its figures are as wide as each other, so that columns of them stand in line. */
const PARTS = [
  'latin',
  'latin-ext',
  'cyrillic',
  'cyrillic-ext',
  'greek',
  'greek-ext',
  'vietnamese',
  'devanagari',
];

const FILES: Record<Weight, string[]> = {
  regular: [
    ...PARTS.map((part) => join(NOTO, `noto-sans-${part}-400-normal.woff`)),
    join(DEJAVU, 'DejaVuSans.ttf'),
  ],
  bold: [
    ...PARTS.map((part) => join(NOTO, `noto-sans-${part}-600-normal.woff`)),
    join(DEJAVU, 'DejaVuSans-Bold.ttf'),
  ],
};

const loaded = new Map<Weight, LoadedFont[]>();

/** The fonts of a weight in the order in which a character is looked for; the last has most scripts. Each is read once. */
export function fontChain(weight: Weight): readonly LoadedFont[] {
  const known = loaded.get(weight);
  if (known !== undefined) return known;
  const chain = FILES[weight].map((file) => {
    const data = readFileSync(file);
    const font = create(data);
    if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} holds more than one font`);
    return { name: file, data, font };
  });
  loaded.set(weight, chain);
  return chain;
}
