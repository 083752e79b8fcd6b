import { changeSettings, readSettings } from '../settings/settings.ts';
import type { Tables } from '../store/tables.ts';
import type { Card, DeclineSetting } from './card.ts';

/** The setting for a charge of this card; the one for the next charges of any card comes first. */
export function settingFor(tables: Tables, card: Card): DeclineSetting | null {
  return readSettings(tables).nextCharges ?? card.decline;
}

/** Counts one charge against the setting that applied to it. */
export function countCharge(tables: Tables, card: Card): void {
  const { nextCharges } = readSettings(tables);
  if (nextCharges) changeSettings(tables, { nextCharges: usedOnce(nextCharges) });
  else if (card.decline) tables.cards.update(card.id, { decline: usedOnce(card.decline) });
}

function usedOnce(setting: DeclineSetting): DeclineSetting | null {
  if (setting.remaining === null) return setting;
  return setting.remaining > 1 ? { ...setting, remaining: setting.remaining - 1 } : null;
}
