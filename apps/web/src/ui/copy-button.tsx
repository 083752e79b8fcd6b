import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopied } from './use-copied.ts';

/** Copies a text and says so, also to a screen reader. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const { copy, said } = useCopied();
  const Icon = said === 'Copied' ? IconCheck : IconCopy;
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={`Copy ${what}`}
        leftSection={<Icon size={16} aria-hidden="true" />}
        onClick={() => void copy(text)}
      >
        {said === 'Copied' ? 'Copied' : 'Copy'}
      </Button>
      <span className={said === 'Copied' ? 'visually-hidden' : 'field-note'} role="status">
        {said}
      </span>
    </>
  );
}
