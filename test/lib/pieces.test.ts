import { describe, expect, it } from 'vitest';
import { type CsvValue, csvPieces, csvText } from '../../src/lib/csv-text.ts';
import { jsonPieces } from '../../src/lib/json-pieces.ts';
import { inTurns } from '../../src/lib/next-turn.ts';
import { fc } from '../support/fc.ts';
import { joined } from '../support/pieces.ts';

async function* partsOf<T>(parts: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  yield* parts;
}

async function listed<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const piece of pieces) list.push(piece);
  return list;
}

const rowParts = fc.array(fc.array(fc.dictionary(fc.string(), fc.jsonValue())));

describe('JSON in pieces', () => {
  it('is the JSON of the whole, whatever the parts', async () => {
    const fields = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined)), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(fields, rowParts, rowParts, fields, async (before, some, others, after) => {
        const body = { ...before, some: partsOf(some), others: partsOf(others), ...after };
        const whole = { ...before, some: some.flat(), others: others.flat(), ...after };
        expect(await joined(jsonPieces(body))).toBe(JSON.stringify(whole));
      }),
    );
  });

  it('has a piece for each part that has rows, and the rest around them', async () => {
    const pieces = await listed(jsonPieces({ a: 1, rows: partsOf([[{ b: 2 }], [], [{ b: 3 }, {}]]), c: null }));
    expect(pieces).toEqual(['{"a":1,"rows":[{"b":2}', ',{"b":3},{}', '],"c":null}']);
    expect(await listed(jsonPieces({}))).toEqual(['{}']);
  });
});

describe('CSV in pieces', () => {
  it('is the CSV of the whole, whatever the parts', async () => {
    const cell: fc.Arbitrary<CsvValue> = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const parts = fc.array(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 })));
    await fc.assert(
      fc.asyncProperty(parts, async (rows) => {
        expect(await joined(csvPieces(['a', 'b'], partsOf(rows)))).toBe(csvText(['a', 'b'], rows.flat()));
      }),
    );
  });
});

describe('a list in turns', () => {
  it('is the whole list in its order, never more than so many at once', async () => {
    const parts = fc.array(fc.array(fc.integer(), { maxLength: 9 }), { maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 5 }), async (lists, most) => {
        const found = await listed(inTurns(lists, most));
        expect(found.flat()).toEqual(lists.flat());
        expect(found.every(({ length }) => length >= 1 && length <= most)).toBe(true);
      }),
    );
  });

  it('lets everybody else have a turn before each list but the first', async () => {
    const seen: string[] = [];
    const others = setImmediate(() => seen.push('another'));
    for await (const list of inTurns([[1, 2, 3], [4]], 2)) seen.push(list.join());
    clearImmediate(others);
    expect(seen).toEqual(['1,2', 'another', '3', '4']);
  });
});
