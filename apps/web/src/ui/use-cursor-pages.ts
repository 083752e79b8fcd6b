import { useState } from 'react';

/** Walks a list that only knows its next cursor: the cursors that were passed are kept to walk back. */
export function useCursorPages() {
  const [passed, setPassed] = useState<string[]>([]);
  return {
    cursor: passed.at(-1),
    pageNumber: passed.length + 1,
    next: (cursor: string) => setPassed((cursors) => [...cursors, cursor]),
    previous: () => setPassed((cursors) => cursors.slice(0, -1)),
    first: () => setPassed([]),
  };
}

export type CursorPages = ReturnType<typeof useCursorPages>;
