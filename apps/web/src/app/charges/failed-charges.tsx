import type { ChargesFilter } from '../../features/charges/api/charges.ts';
import { FailingCharges } from '../../features/charges/components/failing-charges.tsx';
import { Section } from '../../ui/section.tsx';
import { useMay, useSession } from '../use-session.ts';

type Props = { filter: ChargesFilter; onOpenTopUp: (topUpId: string) => void };

/** The declined charges that concern this page; nothing at all while there are none. */
export function FailedCharges({ filter, onOpenTopUp }: Props) {
  const { account } = useSession();
  const mayRead = useMay('charges:read');
  const mayAct = useMay('charges:write');
  if (!mayRead) return null;
  return (
    <FailingCharges
      filter={filter}
      accountName={account.name}
      mayAct={mayAct}
      loading={null}
      none={null}
      frame={(list) => (
        <Section title="Failed charges" note="Declined, and still to be collected.">
          {list}
        </Section>
      )}
      onOpenTopUp={onOpenTopUp}
    />
  );
}
