import { Button, Group, Radio, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { dayOf, monthEnd } from '../../../ui/calendar-day.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { exportUrl } from '../api/deliveries.ts';

type Props = { buyer: { id: string; name: string } | null; timeZone: string };

/** Downloads the leads of a day or a month as CSV. */
export function ExportLeads(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden="true" />} onClick={open}>
        Export CSV
      </Button>
      <Dialog opened={opened} onClose={close} title="Export leads">
        <ExportForm {...props} onClose={close} />
      </Dialog>
    </>
  );
}

function ExportForm({ buyer, timeZone, onClose }: Props & { onClose: () => void }) {
  const today = dayOf(new Date(), timeZone);
  const [span, setSpan] = useState<'day' | 'month'>('day');
  const [day, setDay] = useState(today);
  const [month, setMonth] = useState(today.slice(0, 7));
  const from = span === 'day' ? day : `${month}-01`;
  const complete = (span === 'day' ? day : month) !== '';
  const to = span === 'day' ? day : monthEnd(month);
  return (
    <div className="stacked-form">
      <p className="notice-text">
        {buyer ? `The leads of ${buyer.name}` : 'The leads of all buyers'}, refused ones included, with price,
        outcome and who paid. Days are those of {timeZone}.
      </p>
      <Radio.Group
        label="Which leads"
        value={span}
        onChange={(value) => setSpan(value === 'month' ? 'month' : 'day')}
      >
        <Group gap="md" pt={8}>
          <Radio value="day" label="One day" />
          <Radio value="month" label="One month" />
        </Group>
      </Radio.Group>
      {span === 'day' ? (
        <TextInput
          type="date"
          label="Day"
          max={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          type="month"
          label="Month"
          description="As 2026-11"
          max={today.slice(0, 7)}
          value={month}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button
          component="a"
          download
          {...(complete ? { href: exportUrl({ from, to, buyerId: buyer?.id }) } : { 'aria-disabled': true })}
        >
          Download CSV
        </Button>
      </Group>
    </div>
  );
}
