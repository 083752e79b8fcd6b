import type { Ledger } from '../../ledger.ts';
import { tester } from '../../testing/index.ts';
import type { Switched, SwitchOrder, SwitchPreview } from '../types.ts';

/** What a person would see; fails where there is nothing to see. */
export async function previewed(ledger: Ledger, order: SwitchOrder): Promise<SwitchPreview> {
  const preview = await ledger.switching.preview(order);
  if (preview === null || 'outcome' in preview) throw new Error(`no preview: ${preview?.outcome}`);
  return preview;
}

/** Looks and confirms what it saw. */
export async function confirmed(ledger: Ledger, order: SwitchOrder): Promise<Switched> {
  const { previewToken } = await previewed(ledger, order);
  const result = await ledger.switching.confirm({ ...order, previewToken }, tester);
  if (result?.outcome !== 'switched') throw new Error(`not switched: ${result?.outcome}`);
  return result;
}
