import type { AutoTopUpResource, WalletResource } from '@drawdown/shared/http';
import { Alert, Anchor, Button } from '@mantine/core';
import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import { Fact } from '../../../ui/fact.tsx';
import { Section } from '../../../ui/section.tsx';
import { Timestamp } from '../../../ui/timestamp.tsx';
import type { RulePayer } from '../rule-words.ts';
import { limitsSentence, ruleSentence } from '../rule-words.ts';
import { AutoTopUpState } from './auto-top-up-state.tsx';
import './auto-top-up-section.css';

export type LastTopUp = { id: string; at: string; words: string };

type Props = {
  wallet: WalletResource;
  payer: RulePayer;
  /** The last automatic top-up, in words; null when there was none. */
  last: LastTopUp | null;
  onOpenTopUp: (topUpId: string) => void;
  /** Null for those who may only look. */
  onEdit: (() => void) | null;
  children?: ReactNode;
};

/** Whether the wallet refills itself, what that does, and what stands in its way. */
export function AutoTopUpSection({ wallet, payer, last, onOpenTopUp, onEdit, children }: Props) {
  const rule = wallet.autoTopUp;
  return (
    <Section
      title="Auto top-up"
      id="auto-top-up"
      note={wallet.owner === 'account' ? 'Refills the shared wallet for all its buyers.' : undefined}
      actions={
        onEdit ? (
          <Button variant="default" size="sm" onClick={onEdit}>
            {rule ? 'Edit auto top-up' : 'Set up auto top-up'}
          </Button>
        ) : null
      }
    >
      <div className="rule-state" role="status">
        <p>
          <AutoTopUpState rule={rule} />
        </p>
        {rule ? <WhatItDoes rule={rule} payer={payer} /> : <p>Credit is added by hand only.</p>}
      </div>
      {rule ? (
        <dl className="facts">
          <Fact name="Limits">{limitsSentence(rule)}</Fact>
          <Fact name="Last automatic top-up">
            {last ? (
              <>
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  ta="start"
                  display="block"
                  onClick={() => onOpenTopUp(last.id)}
                >
                  {last.words}
                </Anchor>
                <Timestamp at={last.at} />
              </>
            ) : (
              'None yet'
            )}
          </Fact>
          <Fact name="Next">{next(rule, onOpenTopUp)}</Fact>
          <Fact name="Consent">
            {rule.consent.by}, <Timestamp at={rule.consent.at} />
          </Fact>
        </dl>
      ) : null}
      {children}
    </Section>
  );
}

function WhatItDoes({ rule, payer }: { rule: AutoTopUpResource; payer: RulePayer }) {
  return (
    <>
      <p className={rule.state === 'on' ? undefined : 'quiet'}>{ruleSentence(rule, payer)}</p>
      {rule.suspended ? (
        <Alert
          color="red"
          icon={<IconHandStop size={18} aria-hidden="true" />}
          title={`Suspended: ${rule.suspended.words}`}
        >
          <p className="notice-text">{rule.suspended.unblockedBy}</p>
          <p className="notice-small">
            Since <Timestamp at={rule.suspended.since} />
            {rule.suspended.card ? `, because of ${cardName(rule.suspended.card)}` : ''}. Nothing is charged
            by itself meanwhile.
          </p>
        </Alert>
      ) : null}
      {rule.state === 'on' && rule.notStarted ? (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle size={18} aria-hidden="true" />}
          title="Due, but nothing was started"
        >
          {rule.notStarted.words}
        </Alert>
      ) : null}
    </>
  );
}

function next(rule: AutoTopUpResource, onOpenTopUp: (topUpId: string) => void): ReactNode {
  const { openTopUpId } = rule;
  if (openTopUpId !== null) {
    return (
      <>
        Under way:{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => onOpenTopUp(openTopUpId)}>
          see how it stands
        </Anchor>
        . No other starts before it has ended.
      </>
    );
  }
  switch (rule.state) {
    case 'off':
      return 'None: it is off';
    case 'suspended':
      return 'None while it is suspended';
    case 'on':
      return 'As soon as the balance reaches the threshold';
  }
}
