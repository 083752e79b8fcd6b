import type { SavedCardResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { brandName, expiresSoon, expiryText, isExpired } from '../../../ui/card-label.tsx';
import { MakeBackup } from './backup-card.tsx';
import { CardBadges } from './card-badges.tsx';
import { RemoveCard } from './remove-card.tsx';
import type { CardActions } from './use-card-actions.ts';

type Props = { card: SavedCardResource; ownerName: string; mayChange: boolean; actions: CardActions };

/** One saved card in words, with its badges. */
export function CardRow({ card, ownerName, mayChange, actions }: Props) {
  const name = `${brandName(card.brand)} ending in ${card.last4}`;
  return (
    <li>
      <IconCreditCard size={20} stroke={1.5} aria-hidden="true" />
      <span className="card-words">
        <span>{name}</span>{' '}
        <span className="quiet">
          {isExpired(card) || expiresSoon(card) ? null : `expires ${expiryText(card)}`}
        </span>
        <CardBadges card={card} />
      </span>
      {mayChange ? (
        <span className="card-actions">
          {card.isDefault ? null : <OtherCardActions {...{ card, name, ownerName, actions }} />}
          <RemoveCard
            name={name}
            busy={actions.busy}
            onRemove={(confirmed) => actions.runAndWait({ kind: 'remove', card, confirmed })}
          />
        </span>
      ) : null}
    </li>
  );
}

function OtherCardActions({ card, name, ownerName, actions }: Omit<Props, 'mayChange'> & { name: string }) {
  return (
    <>
      <Button
        variant="default"
        size="xs"
        disabled={actions.busy}
        aria-label={`Make default: ${name}`}
        onClick={() => actions.run({ kind: 'default', card })}
      >
        Make default
      </Button>
      {card.isBackup ? (
        <Button
          variant="default"
          size="xs"
          disabled={actions.busy}
          aria-label={`No backup: ${name}`}
          onClick={() => actions.run({ kind: 'no_backup', card })}
        >
          No backup
        </Button>
      ) : (
        <MakeBackup
          name={name}
          ownerName={ownerName}
          busy={actions.busy}
          onChoose={(consent) => actions.runAndWait({ kind: 'backup', card, consent })}
        />
      )}
    </>
  );
}
