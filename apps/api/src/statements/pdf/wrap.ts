import type { Weight } from './fonts.ts';
import { widthOf } from './runs.ts';

type Column = { width: number; size: number; weight?: Weight };

/** Breaks text into lines that fit: at spaces where there are some, else within a word. Never an empty list. */
export function wrapped(text: string, { width, size, weight = 'regular' }: Column): string[] {
  const room = width / size;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, weight) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = cutToFit(word, room, weight);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return [...lines, line];
}

function cutToFit(word: string, room: number, weight: Weight): string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && widthOf(part + character, weight) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
