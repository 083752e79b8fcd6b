import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { CursorPages } from './use-cursor-pages.ts';

type Props = { label: string; pages: CursorPages; nextCursor: string | null; words?: [string, string] };

/** Previous and next of a list; nothing at all while one page holds everything. */
export function PageTurner({ label, pages, nextCursor, words = ['Previous', 'Next'] }: Props) {
  if (pages.pageNumber === 1 && nextCursor === null) return null;
  const [previousWord, nextWord] = words;
  return (
    <nav className="page-turner" aria-label={`Pages of ${label}`}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden="true" />}
        disabled={pages.pageNumber === 1}
        onClick={pages.previous}
      >
        {previousWord}
      </Button>
      <span className="page-number">Page {pages.pageNumber}</span>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden="true" />}
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && pages.next(nextCursor)}
      >
        {nextWord}
      </Button>
    </nav>
  );
}
