import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paginate } from './paginate.ts';

const rows = fc.array(
  fc.integer({ min: 10, max: 120 }).map((height) => ({ height })),
  { maxLength: 200 },
);

it('keeps every row once and in order, and fills no page beyond its room', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 300 }), (all, first) => {
      const pages = paginate(all, { first, following: 500 });
      expect(pages.flat()).toEqual(all);
      pages.forEach((page, index) => {
        const height = page.reduce((sum, row) => sum + row.height, 0);
        expect(height).toBeLessThanOrEqual(index === 0 ? first : 500);
      });
    }),
  );
});

it('gives a row that is higher than a page one of its own, and no rows a page', () => {
  expect(paginate([{ height: 10 }, { height: 900 }, { height: 10 }], { first: 100, following: 500 })).toEqual(
    [[{ height: 10 }], [{ height: 900 }], [{ height: 10 }]],
  );
  expect(paginate([], { first: 100, following: 500 })).toEqual([[]]);
});
