import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { billingSettingsQuery } from '../../features/settings/api/billing-settings.ts';
import { BillingSettingsForm } from '../../features/settings/components/billing-settings-form.tsx';
import { SettingsHead } from '../shell/settings-head.tsx';
import { useHashInView } from '../use-hash-in-view.ts';
import { useMay } from '../use-session.ts';
import { PagePending } from './page-pending.tsx';

export function SettingsBillingPage() {
  useDocumentTitle('Billing settings · Drawdown');
  const { data: settings } = useQuery(billingSettingsQuery);
  const mayChange = useMay('settings:write');
  useHashInView(settings !== undefined);
  return (
    <>
      <SettingsHead />
      {settings ? <BillingSettingsForm settings={settings} mayChange={mayChange} /> : <PagePending />}
    </>
  );
}
