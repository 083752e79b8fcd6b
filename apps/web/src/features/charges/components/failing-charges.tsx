import type { FailingChargeResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { PageTurner } from '../../../ui/page-turner.tsx';
import { useCursorPages } from '../../../ui/use-cursor-pages.ts';
import type { ChargesFilter } from '../api/charges.ts';
import { failingChargesQuery } from '../api/charges.ts';
import { cardOwner } from '../card-owner.ts';
import { incidentsOf } from '../incidents.ts';
import { IncidentItem } from './incident-item.tsx';

type Props = {
  filter: ChargesFilter;
  accountName: string;
  mayAct: boolean;
  loading: ReactNode;
  /** What stands there while nothing fails. */
  none: ReactNode;
  /** What stands around the list. */
  frame?: (list: ReactNode) => ReactNode;
  /** Where the page itself can show a top-up; null leads to the wallet's page. */
  onOpenTopUp: ((topUpId: string) => void) | null;
};

/** Every charge that was declined and is still to be collected, one entry for each declined card. */
export function FailingCharges(props: Props) {
  const { filter, accountName, mayAct, loading, none, frame, onOpenTopUp } = props;
  const pages = useCursorPages();
  const { data: page } = useQuery(failingChargesQuery(filter, pages.cursor));
  // Another try may settle the charge while its dialog still tells how that went.
  const [held, setHeld] = useState<FailingChargeResource[] | null>(null);
  const charges = held ?? page?.data;
  if (!charges) return loading;
  if (charges.length === 0) return none;
  const list = (
    <>
      {incidentsOf(charges).map((incident) => (
        <IncidentItem
          key={incident.id}
          incident={incident}
          cardOwner={cardOwner(incident.first, accountName)}
          mayAct={mayAct}
          onAsking={(asking) => setHeld(asking ? charges : null)}
          onOpenTopUp={onOpenTopUp}
        />
      ))}
      <PageTurner label="charges" pages={pages} nextCursor={page?.nextCursor ?? null} />
    </>
  );
  return frame ? frame(list) : list;
}
