import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { ActDialog } from '../../../ui/act-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';

type Props = { secret: string; onRoll: (() => Promise<unknown>) | null };

/** The secret by which the receiver knows that an event is ours; hidden until asked for. */
export function EndpointSecret({ secret, onRoll }: Props) {
  const [shown, setShown] = useState(false);
  const [asking, { open, close }] = useDisclosure(false);
  return (
    <div className="endpoint-secret">
      <TextInput
        readOnly
        label="Signing secret"
        description="The receiver checks each event’s signature with it."
        value={shown ? secret : '•'.repeat(24)}
        {...(shown ? {} : { 'aria-label': 'Signing secret, hidden' })}
      />
      <div className="button-row">
        <Button variant="default" size="sm" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </Button>
        <CopyButton text={secret} what="the signing secret" />
        {onRoll ? (
          <Button variant="default" size="sm" onClick={open}>
            Roll the secret
          </Button>
        ) : null}
      </div>
      <ActDialog
        opened={asking}
        onClose={close}
        title="Make a new signing secret?"
        act="Make a new secret"
        danger
        failed="The secret was not changed"
        onAct={() => onRoll?.() ?? Promise.resolve()}
      >
        <p className="notice-text">
          The present secret ends at once. Until the receiver has the new one it takes our events for forged.
        </p>
      </ActDialog>
    </div>
  );
}
