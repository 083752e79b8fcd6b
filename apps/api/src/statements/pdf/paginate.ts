/** How much room rows have: on the first page, which carries the head, and on each that follows. */
export type Room = { first: number; following: number };

/**
 * Which rows stand on which page, in order, none of them broken. There is always a page; a row that is higher than any page has one of
 * its own.
 */
export function paginate<T extends { height: number }>(rows: readonly T[], room: Room): T[][] {
  const pages: T[][] = [[]];
  let left = room.first;
  for (const row of rows) {
    const page = pages.at(-1) ?? [];
    // The first page may be all head.
    if (row.height > left && (page.length > 0 || pages.length === 1)) {
      pages.push([row]);
      left = room.following - row.height;
    } else {
      page.push(row);
      left -= row.height;
    }
  }
  return pages;
}
