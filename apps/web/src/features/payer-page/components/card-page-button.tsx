import { Button } from '@mantine/core';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import type { useCardPage } from './use-card-page.ts';

type Props = {
  page: ReturnType<typeof useCardPage>;
  /** With the emulator there is a shorter way, and this one only to be tried. */
  emulator: boolean;
  onOpen: () => void;
};

/** The way to Stripe's page on which the card is entered. */
export function CardPageButton({ page, emulator, onOpen }: Props) {
  return (
    <>
      {page.error ? (
        <ProblemNotice
          title="The card page could not be opened"
          error={page.error}
          nextStep="Nothing was charged. Please try again."
        />
      ) : null}
      <Button fullWidth variant={emulator ? 'default' : 'filled'} loading={page.isPending} onClick={onOpen}>
        {emulator ? 'Use the hosted page' : 'Continue to Stripe'}
      </Button>
    </>
  );
}
