import type { UpdateBillingSettingsRequest } from '@drawdown/shared/http';
import { billingSettingsSchema } from '@drawdown/shared/http';
import { DEMO_RETRY_POLICY, DEMO_RETRY_POLICY_LABEL } from '@drawdown/shared/retries';
import { call } from '../api/answers.ts';
import type { SendRequest } from '../api/client.ts';
import { DEMO_ACCOUNT } from '../buyers.ts';
import { DEFAULT_EXPOSURE_LIMIT_MINOR } from '../showcase.ts';

/** Minutes where the standard schedule has days, and trust where a buyer's policy asks for it. */
export async function saveDemoSettings(send: SendRequest): Promise<void> {
  const { currency } = DEMO_ACCOUNT;
  const body: UpdateBillingSettingsRequest = {
    defaultExposureLimit: { amount: DEFAULT_EXPOSURE_LIMIT_MINOR, currency },
    retryPolicy: { ...DEMO_RETRY_POLICY, label: DEMO_RETRY_POLICY_LABEL },
  };
  await call(send, { method: 'PUT', path: '/v1/settings/billing', body }, billingSettingsSchema);
}
