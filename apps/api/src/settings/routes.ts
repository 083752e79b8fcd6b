import { billingSettingsSchema, updateBillingSettingsSchema } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { settingsChange, settingsJson } from './resource.ts';
import { requireSoundSettings } from './sound-settings.ts';

export function settingsRoutes({ ledger }: Deps): Route[] {
  const path = '/v1/settings/billing';
  return [
    protectedRoute({
      method: 'get',
      path,
      tag: 'Settings',
      summary: 'Billing settings of the account',
      access: { kind: 'scope', anyOf: ['settings:read'] },
      responses: { 200: billingSettingsSchema },
      handler: async ({ caller }) => ok(settingsJson(await ledger.accounts.settings(caller.accountId))),
    }),
    protectedRoute({
      method: 'put',
      path,
      tag: 'Settings',
      summary: 'Change billing settings; what is left out stays as it is',
      access: { kind: 'scope', anyOf: ['settings:write'] },
      body: updateBillingSettingsSchema,
      responses: { 200: billingSettingsSchema },
      problems: ['currency_mismatch'],
      handler: async ({ caller, body }) => {
        const change = settingsChange(body);
        const present = await ledger.accounts.settings(caller.accountId);
        const account = await ledger.accounts.get(caller.accountId);
        requireSoundSettings({ ...present, ...change }, account.currency);
        const saved = await ledger.accounts.updateSettings(caller.accountId, change, caller.actor);
        ledger.changes.publish(caller.accountId, { type: 'settings.changed' });
        return ok(settingsJson(saved));
      },
    }),
  ];
}
