import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { webhookQuery } from '../../features/outgoing-webhooks/api/webhooks.ts';
import { DeliveriesTable } from '../../features/outgoing-webhooks/components/deliveries-table.tsx';
import { EndpointForm } from '../../features/outgoing-webhooks/components/endpoint-form.tsx';
import { Section } from '../../ui/section.tsx';
import { SettingsHead } from '../shell/settings-head.tsx';
import { useMay } from '../use-session.ts';
import { PagePending } from './page-pending.tsx';

export function SettingsWebhookPage() {
  useDocumentTitle('Webhook settings · Drawdown');
  const { data: endpoint } = useQuery(webhookQuery);
  const mayChange = useMay('settings:write');
  const maySeeDeliveries = useMay('notifications:read');
  return (
    <>
      <SettingsHead />
      <Section title="Webhook" note="Told when a buyer is paused and when it is resumed.">
        {endpoint ? <EndpointForm endpoint={endpoint} mayChange={mayChange} /> : <PagePending />}
      </Section>
      {maySeeDeliveries ? (
        <Section title="Deliveries">
          <DeliveriesTable mayResend={mayChange} />
        </Section>
      ) : null}
    </>
  );
}
