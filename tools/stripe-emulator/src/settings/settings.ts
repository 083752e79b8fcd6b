import type { DeclineSetting } from '../cards/card.ts';
import type { Tables } from '../store/tables.ts';

export const WEBHOOK_MODES = ['deliver', 'pause', 'duplicate', 'shuffle', 'drop', 'bad_signature'] as const;
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

export type Settings = {
  id: 'settings';
  clockOffsetSeconds: number;
  webhookMode: WebhookMode;
  /** Applies to the next charges of whatever card, before the card's own setting. */
  nextCharges: DeclineSetting | null;
};

const DEFAULTS: Settings = {
  id: 'settings',
  clockOffsetSeconds: 0,
  webhookMode: 'deliver',
  nextCharges: null,
};

export function readSettings(tables: Tables): Settings {
  return tables.settings.get('settings') ?? DEFAULTS;
}

export function changeSettings(tables: Tables, patch: Partial<Omit<Settings, 'id'>>): Settings {
  return tables.settings.put({ ...readSettings(tables), ...patch });
}
