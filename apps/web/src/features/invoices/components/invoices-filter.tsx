import { INVOICE_KINDS, INVOICE_STATUSES } from '@drawdown/shared/codes';
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InvoicesFilter } from '../api/invoices.ts';
import { KIND_WORDS, STATUS_WORDS } from '../invoice-words.ts';

type Props = { filter: InvoicesFilter; onFilter: (filter: InvoicesFilter) => void; buyer: ReactNode };

/** Which invoices are shown. The address holds it. */
export function InvoicesFilterRow({ filter, onFilter, buyer }: Props) {
  return (
    <div className="filter-row">
      {buyer}
      <NativeSelect
        label="Status"
        data={[
          { value: '', label: 'All' },
          ...INVOICE_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
        ]}
        value={filter.status ?? ''}
        onChange={(event) =>
          onFilter({ ...filter, status: INVOICE_STATUSES.find((one) => one === event.currentTarget.value) })
        }
      />
      <NativeSelect
        label="Kind"
        data={[
          { value: '', label: 'All' },
          ...INVOICE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
        ]}
        value={filter.kind ?? ''}
        onChange={(event) =>
          onFilter({ ...filter, kind: INVOICE_KINDS.find((one) => one === event.currentTarget.value) })
        }
      />
    </div>
  );
}
