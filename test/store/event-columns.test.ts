import { describe, expect, it } from 'vitest';
import { compareIds, newEventColumns, readUuid } from '../../src/store/event-columns.ts';
import { fc } from '../support/fc.ts';

const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
const spelt = fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id));

describe('ids of events in columns', () => {
  it('are read in small and capital letters, each into its row', () => {
    const reads = fc.property(spelt, fc.nat({ max: 3 }), (id, row) => {
      const { id: words } = newEventColumns(4);
      expect(readUuid(id, words, row)).toBe(true);
      expect(hex(words.slice(row * 4, row * 4 + 4))).toBe(id.replaceAll('-', '').toLowerCase());
      expect(words.filter((word, at) => word !== 0 && at >> 2 !== row)).toHaveLength(0);
    });
    fc.assert(reads);
  });

  it('are refused when one character is wrong, missing or too many', () => {
    const refuses = fc.property(
      spelt,
      fc.nat({ max: 35 }),
      fc.constantFrom('g', '-', ' ', '0', 'é', '\u{ff10}'),
      (id, at, wrong) => {
        const { id: words } = newEventColumns(1);
        const isDash = id[at] === '-';
        fc.pre(isDash ? wrong !== '-' : wrong !== '0');
        expect(readUuid(id.slice(0, at) + wrong + id.slice(at + 1), words, 0)).toBe(false);
        expect(readUuid(id.slice(0, at) + id.slice(at + 1), words, 0)).toBe(false);
        expect(readUuid(`${id}0`, words, 0)).toBe(false);
      },
    );
    fc.assert(refuses);
  });

  it('are compared as their texts are', () => {
    const near = fc.tuple(fc.uuid(), fc.uuid(), fc.nat({ max: 36 })).map(([a, b, same]) => {
      return [a, a.slice(0, same) + b.slice(same)] as const;
    });
    const compares = fc.property(near, ([a, b]) => {
      const columns = newEventColumns(2);
      readUuid(a, columns.id, 0);
      readUuid(b, columns.id, 1);
      expect(Math.sign(compareIds(columns, 0, 1))).toBe(a < b ? -1 : Number(a > b));
    });
    fc.assert(compares);
  });
});
