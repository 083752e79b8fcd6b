import type { SaveWebhookRequest, WebhookSettingsResource } from '@drawdown/shared/http';
import { Button, Group, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { saveWebhook, webhookQuery } from '../api/webhooks.ts';
import { EndpointSecret } from './endpoint-secret.tsx';
import './webhooks.css';

type Props = { endpoint: WebhookSettingsResource; mayChange: boolean };

/** Where this account's events are sent, whether they are, and the secret that signs them. */
export function EndpointForm({ endpoint, mayChange }: Props) {
  const queryClient = useQueryClient();
  const [url, setUrl] = useState(endpoint.url ?? '');
  const [enabled, setEnabled] = useState(endpoint.enabled);
  const [fault, setFault] = useState<string | undefined>();
  const save = useMutation({
    mutationFn: (body: SaveWebhookRequest) => saveWebhook(body),
    onSuccess: (saved) => queryClient.setQueryData(webhookQuery.queryKey, saved),
  });
  const submit = () => {
    const valid = /^https?:\/\/\S+$/.test(url.trim());
    setFault(valid ? undefined : 'Enter the full address, such as https://example.com/webhooks.');
    if (valid && !save.isPending) save.mutate({ url: url.trim(), enabled });
  };
  return (
    <>
      <form
        noValidate
        className="stacked-form endpoint-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset className="plain-fieldset" disabled={!mayChange}>
          <TextInput
            type="url"
            label="Address"
            description="Each event is posted here as JSON, signed as Standard Webhooks describe."
            placeholder="https://example.com/webhooks"
            autoComplete="off"
            value={url}
            error={fault}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Switch
            label="Send events"
            description="Off: events are kept in the list below, but not sent."
            checked={enabled}
            onChange={(event) => setEnabled(event.currentTarget.checked)}
          />
        </fieldset>
        {save.error ? <ProblemNotice title="Nothing was saved" error={save.error} /> : null}
        {mayChange ? (
          <Group gap="sm">
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            <span role="status">{save.isSuccess ? 'Saved.' : ''}</span>
          </Group>
        ) : null}
      </form>
      {endpoint.secret && endpoint.url ? (
        <EndpointSecret
          secret={endpoint.secret}
          onRoll={
            mayChange
              ? () =>
                  save.mutateAsync({ url: endpoint.url ?? '', enabled: endpoint.enabled, rollSecret: true })
              : null
          }
        />
      ) : null}
    </>
  );
}
