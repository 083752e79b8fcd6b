import { z } from 'zod';
import { periodFields } from './statements.ts';

export const deliveryExportQuerySchema = z.strictObject({
  ...periodFields,
  buyerId: z.string().max(64).optional(),
});

export type DeliveryExportQuery = z.infer<typeof deliveryExportQuerySchema>;
