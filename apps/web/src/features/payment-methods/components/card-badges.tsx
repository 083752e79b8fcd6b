import type { SavedCardResource } from '@drawdown/shared/http';
import { IconAlertTriangle, IconCalendarDue, IconCreditCardOff, IconShieldCheck } from '@tabler/icons-react';
import { expiresSoon, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { localMoment } from '../../../ui/timestamp.tsx';

/** What is to be known of a card before it is relied on: its role, and how long it lives. */
export function CardBadges({ card }: { card: SavedCardResource }) {
  return (
    <>
      {card.isDefault ? <span className="quiet"> · default</span> : null}
      {card.isBackup ? (
        <>
          {' '}
          <StatusMark icon={IconShieldCheck} tone="good" word="Backup" />
        </>
      ) : null}{' '}
      <Blocked card={card} /> <Expiry card={card} />
    </>
  );
}

function Blocked({ card: { blockedUntil } }: { card: SavedCardResource }) {
  if (blockedUntil === null) return null;
  return (
    <StatusMark
      icon={IconCreditCardOff}
      tone="bad"
      word={`Refused by its bank, not charged before ${localMoment(blockedUntil)}`}
    />
  );
}

function Expiry({ card }: { card: SavedCardResource }) {
  if (isExpired(card))
    return <StatusMark icon={IconAlertTriangle} tone="bad" word={`Expired ${expiryText(card)}`} />;
  if (expiresSoon(card))
    return <StatusMark icon={IconCalendarDue} tone="waiting" word={`Expires soon: ${expiryText(card)}`} />;
  return null;
}
