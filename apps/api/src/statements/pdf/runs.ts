import type { LoadedFont, Weight } from './fonts.ts';
import { fontChain } from './fonts.ts';

export type Run = { font: LoadedFont; text: string };

/** Stands for what no font has. */
const MISSING = '\u25a1';

const CONTROL = /\p{Cc}|\p{Cs}/u;
const JOINS_THE_ONE_BEFORE = /[\p{M}\p{Zs}\p{Cf}]/u;

/** Text in parts that one font can write each. What none of them can write shows as a box; nothing is ever dropped. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = [];
  for (const character of text.normalize('NFC')) {
    const last = runs.at(-1);
    const printable = CONTROL.test(character) ? ' ' : character;
    if (last !== undefined && JOINS_THE_ONE_BEFORE.test(printable) && has(last.font, printable)) {
      last.text += printable;
      continue;
    }
    const found = fontFor(printable, weight);
    if (last !== undefined && last.font === found.font) last.text += found.text;
    else runs.push(found);
  }
  return runs;
}

/** How wide text is, in units of the font size: the sum of its glyphs. */
export function widthOf(text: string, weight: Weight): number {
  let width = 0;
  for (const { font, text: part } of runsOf(text, weight))
    for (const character of part) width += advanceOf(font, character);
  return width;
}

const choices: Record<Weight, Map<string, Run>> = { regular: new Map(), bold: new Map() };

function fontFor(character: string, weight: Weight): Run {
  const known = choices[weight].get(character);
  if (known !== undefined) return { ...known };
  const chain = fontChain(weight);
  const font = chain.find((candidate) => has(candidate, character));
  const fallback = chain.at(-1);
  if (fallback === undefined) throw new Error('there is no font');
  const choice = font === undefined ? { font: fallback, text: MISSING } : { font, text: character };
  choices[weight].set(character, choice);
  return { ...choice };
}

function has({ font }: LoadedFont, character: string): boolean {
  return font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}

const advances = new Map<string, number>();

function advanceOf({ name, font }: LoadedFont, character: string): number {
  const key = `${name} ${character}`;
  const known = advances.get(key);
  if (known !== undefined) return known;
  const advance = font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
  advances.set(key, advance);
  return advance;
}
