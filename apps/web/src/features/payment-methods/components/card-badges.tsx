import type { PaymentMethodResource } from '@drawdown/shared/http';
import { IconAlertTriangle, IconCalendarDue, IconShieldCheck } from '@tabler/icons-react';
import { expiresSoon, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';

/** What is to be known of a card before it is relied on: its role, and how long it lives. */
export function CardBadges({ card }: { card: PaymentMethodResource }) {
  return (
    <>
      {card.isDefault ? <span className="quiet"> · default</span> : null}
      {card.isBackup ? (
        <>
          {' '}
          <StatusMark icon={IconShieldCheck} tone="good" word="Backup" />
        </>
      ) : null}{' '}
      <Expiry card={card} />
    </>
  );
}

function Expiry({ card }: { card: PaymentMethodResource }) {
  if (isExpired(card))
    return <StatusMark icon={IconAlertTriangle} tone="bad" word={`Expired ${expiryText(card)}`} />;
  if (expiresSoon(card))
    return <StatusMark icon={IconCalendarDue} tone="waiting" word={`Expires soon: ${expiryText(card)}`} />;
  return null;
}
