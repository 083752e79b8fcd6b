import { z } from 'zod';

/** The durable process behind a thing, and where operators see it. */
export const workflowLinkSchema = z.object({ id: z.string(), url: z.string() });
