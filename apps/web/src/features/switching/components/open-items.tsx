import type { OpenItemResource, SwitchEffect, SwitchPreviewResource } from '@drawdown/shared/http';
import type { Icon } from '@tabler/icons-react';
import { IconAlertTriangle, IconArrowRight, IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { StatusTone } from '../../../ui/status-mark.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';

type Mark = { icon: Icon; tone: StatusTone; word: string };

const MARKS: Record<SwitchEffect, Mark> = {
  stays: { icon: IconCircleCheck, tone: 'quiet', word: 'Stays' },
  moves: { icon: IconArrowRight, tone: 'good', word: 'Moves along' },
  ends: { icon: IconCircleMinus, tone: 'waiting', word: 'Ends' },
  must_end_first: { icon: IconAlertTriangle, tone: 'bad', word: 'Must end first' },
};

const ORDER: SwitchEffect[] = ['must_end_first', 'ends', 'moves', 'stays'];

/** Everything that is under way at the buyer, what stands in the way first. */
export function OpenItems({ preview }: { preview: SwitchPreviewResource }) {
  if (preview.open.length === 0)
    return <p className="field-note">Nothing is under way that this change concerns.</p>;
  return (
    <ul className="open-items" aria-label="What is open">
      {ORDER.flatMap((effect) => preview.open.filter((item) => item.effect === effect)).map((item) => (
        <OpenItem key={`${item.kind}-${item.effect}-${item.subjects[0] ?? ''}`} item={item} />
      ))}
    </ul>
  );
}

function OpenItem({ item }: { item: OpenItemResource }) {
  return (
    <li>
      <StatusMark {...MARKS[item.effect]} />
      <span>
        {item.words} <ItemLink item={item} />
      </span>
    </li>
  );
}

/** To where it can be looked at, and ended. */
function ItemLink({ item: { kind, subjects } }: { item: OpenItemResource }) {
  const [subject] = subjects;
  switch (kind) {
    case 'left_behind':
      return subject === undefined ? null : (
        <Link className="text-link" to="/wallets/$walletId" params={{ walletId: subject }}>
          Open that wallet
        </Link>
      );
    case 'failing_charges':
      return (
        <Link className="text-link" to="/charges">
          Charges
        </Link>
      );
    case 'invoices':
      return (
        <Link className="text-link" to="/invoices">
          Invoices
        </Link>
      );
    default:
      return null;
  }
}
