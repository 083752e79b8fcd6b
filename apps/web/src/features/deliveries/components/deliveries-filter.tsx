import { DELIVERY_OUTCOMES } from '@drawdown/shared/http';
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { DeliveriesFilter } from '../api/deliveries.ts';

type Props = { filter: DeliveriesFilter; onFilter: (filter: DeliveriesFilter) => void; buyer?: ReactNode };

const SEARCH_AFTER_MS = 250;

const OUTCOME_CHOICES = {
  delivered: 'Delivered',
  pending: 'Pending',
  returned: 'Returned',
  refused: 'Refused',
} as const;

/** Which leads are shown. The address holds it, so back and reload keep it. */
export function DeliveriesFilterRow({ filter, onFilter, buyer }: Props) {
  const [leadId, setLeadId] = useState(filter.leadId ?? '');
  const searchSoon = useDebouncedCallback(
    (text: string) => onFilter({ ...filter, leadId: text.trim() === '' ? undefined : text.trim() }),
    SEARCH_AFTER_MS,
  );
  useEffect(() => setLeadId(filter.leadId ?? ''), [filter.leadId]);
  return (
    <div className="filter-row">
      {buyer}
      <TextInput
        type="search"
        label="Lead id"
        description="The whole id"
        autoComplete="off"
        value={leadId}
        onChange={(event) => {
          setLeadId(event.currentTarget.value);
          searchSoon(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label="Outcome"
        data={[
          { value: '', label: 'All' },
          ...DELIVERY_OUTCOMES.map((value) => ({ value, label: OUTCOME_CHOICES[value] })),
        ]}
        value={filter.outcome ?? ''}
        onChange={(event) =>
          onFilter({ ...filter, outcome: DELIVERY_OUTCOMES.find((one) => one === event.currentTarget.value) })
        }
      />
    </div>
  );
}
