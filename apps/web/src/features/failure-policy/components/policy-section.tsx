import type { BuyerResource } from '@drawdown/shared/http';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Section } from '../../../ui/section.tsx';
import { policySentences } from '../policy-words.ts';
import { PolicyDialog } from './policy-dialog.tsx';

/** The buyer's failure policy in words, and the dialog that changes it. */
export function PolicySection({ buyer, mayChange }: { buyer: BuyerResource; mayChange: boolean }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Section
      title="When a charge fails"
      actions={
        mayChange ? (
          <Button variant="default" size="sm" onClick={open}>
            Edit policy
          </Button>
        ) : null
      }
    >
      <p>{policySentences(buyer.billing).join(' ')}</p>
      <PolicyDialog buyer={buyer} opened={opened} onClose={close} />
    </Section>
  );
}
