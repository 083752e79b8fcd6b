import type { WalletResource } from '@drawdown/shared/http';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Amount, moneyText } from '../../../ui/money-text.tsx';
import './balance-figures.css';

type Props = {
  wallet: WalletResource;
  asOf: ReactNode;
  /** Money is there, but no lead is delivered to the buyer whose page this is. */
  paused?: boolean;
};

/** The balance, largest thing on the page, with what is held and what is on its way; each says what it means. */
export function BalanceFigures({ wallet, asOf, paused = false }: Props) {
  return (
    <section className="balance-figures" aria-label="Balance">
      <Figure
        name="Available"
        note={paused ? 'Not drawn while delivery is paused.' : 'Can pay for leads now.'}
        main
      >
        <Amount value={wallet.available} />
      </Figure>
      <Figure name="Held" note="Reserved for leads that are being placed.">
        <Amount value={wallet.held} />
      </Figure>
      <Figure name="On its way" note="Top-ups under way. Not part of the balance until the money is here.">
        <Amount value={wallet.pendingTopUps} />
      </Figure>
      <div className="balance-as-of">{asOf}</div>
      <BalanceAnnouncement text={`Available ${moneyText(wallet.available)}`} />
    </section>
  );
}

function Figure({
  name,
  note,
  main = false,
  children,
}: {
  name: string;
  note: string;
  main?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={main ? 'figure figure-main' : 'figure'}>
      <p className="figure-name">{name}</p>
      <p className="figure-value">{children}</p>
      <p className="figure-note">{note}</p>
    </div>
  );
}

const ANNOUNCE_AFTER_MS = 1_500;

/** Tells a screen reader the balance once it has come to rest, not at every lead of a busy minute. */
function BalanceAnnouncement({ text }: { text: string }) {
  const [first] = useState(text);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (text === first && announced === '') return;
    const timer = setTimeout(() => setAnnounced(text), ANNOUNCE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, first, announced]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {announced}
    </p>
  );
}
