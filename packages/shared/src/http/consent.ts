import { z } from 'zod';
import { lineOfText, timestamp } from './text.ts';

/** What the payer agreed to, in the words that were shown. */
export const consentInputSchema = z.strictObject({ text: lineOfText(1_000) });

export const consentSchema = z.object({ text: z.string(), by: z.string(), at: timestamp });
