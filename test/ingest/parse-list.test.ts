import { describe, expect, it } from 'vitest';
import { parseList } from '../../src/ingest/parse-body.ts';
import { fc } from '../support/fc.ts';

const LIMITS = { depth: 5, keys: 3 };
const bytes = (text: string) => new TextEncoder().encode(text);

/** How deep a value nests, and the most keys of one of its objects, counted on the value. */
function measure(value: unknown): { depth: number; keys: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, keys: 0 };
  const parts = Object.values(value).map(measure);
  const own = Array.isArray(value) ? 0 : parts.length;
  return {
    depth: 1 + Math.max(0, ...parts.map(({ depth }) => depth)),
    keys: Math.max(own, ...parts.map(({ keys }) => keys)),
  };
}

function expected(items: readonly unknown[], listDepth: number) {
  const isBad = items.map((item) => {
    const { depth, keys } = measure(item);
    return depth + listDepth > LIMITS.depth || keys > LIMITS.keys;
  });
  return {
    list: items.map((item, n) => (isBad[n] ? null : item)),
    bad: items.flatMap((_, n) => (isBad[n] ? [n] : [])),
  };
}

const values = fc.array(fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom(...'"\\[]{},:é ', 'batch') }), {
  maxLength: 8,
});
const spacing = fc.constantFrom(0, 1, '\t');

describe('a list of items', () => {
  it('keeps those that keep the limits, and names the others', () => {
    const sizes = { whole: 0, pruned: 0 };
    fc.assert(
      fc.property(values, spacing, (raw, space) => {
        const items: unknown = JSON.parse(JSON.stringify(raw));
        if (!Array.isArray(items)) throw new Error('not a list');
        const alone = parseList(bytes(JSON.stringify(items, null, space)), LIMITS);
        const one = expected(items, 1);
        expect([alone.payload, [...alone.problems.keys()]]).toEqual([one.list, one.bad]);
        const body = { before: 1, batch: items, after: ['batch'] };
        const inBatch = parseList(bytes(JSON.stringify(body, null, space)), LIMITS);
        const two = expected(items, 2);
        expect([inBatch.payload, [...inBatch.problems.keys()]]).toEqual([{ ...body, batch: two.list }, two.bad]);
        sizes[one.bad.length > 0 ? 'pruned' : 'whole']++;
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(sizes.whole, sizes.pruned)).toBeGreaterThan(50);
  });

  it.each([
    ['another key is too deep', '{"batch":[1],"x":[[[[[[]]]]]]}'],
    ['the list is too deep itself', '{"x":{"batch":[[[[[]]]]]}}'],
    ['an object above it has too many keys', '{"batch":[[[[[[]]]]]],"a":1,"b":2,"c":3,"d":4}'],
    ['there are two batches', '{"batch":[[[[[[]]]]]],"batch":[1]}'],
    ['it has no end', '[[[[[[[[[['],
    ['there is none', '{"a":[[[[[[]]]]]]}'],
  ])('is refused as a whole when %s', (_why, body) => {
    expect(() => parseList(bytes(body), LIMITS)).toThrow(/^body: (nested deeper|an object has more)/);
  });
});
