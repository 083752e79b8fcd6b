import { z } from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must be refused
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** A line of text typed by a person or a machine: trimmed, not empty, without control characters. */
export function lineOfText(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(maxLength, { error: `must be at most ${maxLength} characters` })
    .refine((text) => !CONTROL_CHARACTERS.test(text), { error: 'must not contain control characters' });
}

/** An id that another system gave: compared to the letter, so it is not trimmed. */
export function foreignId(maxLength: number) {
  return z
    .string()
    .min(1, { error: 'must not be empty' })
    .max(maxLength, { error: `must be at most ${maxLength} characters` })
    .refine((text) => !CONTROL_CHARACTERS.test(text), { error: 'must not contain control characters' });
}

export const timestamp = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });
