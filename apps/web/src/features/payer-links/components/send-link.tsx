import type { PayerLinkCreatedResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { MadeLink } from './made-link.tsx';
import type { LinkBuyer } from './new-link-form.tsx';
import { NewLinkForm } from './new-link-form.tsx';
import { OpenLinks } from './open-links.tsx';

/** A page for the buyer himself, without a login: he saves a card, or pays. */
export function SendLink({ buyer }: { buyer: LinkBuyer }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<PayerLinkCreatedResource | null>(null);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconLink size={16} aria-hidden="true" />}
        onClick={() => {
          setMade(null);
          open();
        }}
      >
        Send a link
      </Button>
      <Dialog opened={opened} onClose={close} title={`Send a link to ${buyer.name}`} width={560}>
        <div className="stacked-form">
          {made ? <MadeLink link={made} /> : <NewLinkForm buyer={buyer} onMade={setMade} />}
          <OpenLinks buyerId={buyer.id} />
        </div>
      </Dialog>
    </>
  );
}
