import { describe, expect, it } from 'vitest';
import { repeatedIds } from '../../../src/ingest/csv/repeated-ids.ts';
import { fc } from '../../support/fc.ts';

describe('ids on rows that differ', () => {
  it('finds exactly those of which a row says something else, in any order', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), (rows) => {
        const ids = repeatedIds();
        for (const [id, content] of rows) ids.note(id, content);
        const said = [...new Set(rows.map(([id]) => id))];
        const differs = (id: string) =>
          new Set(rows.filter(([other]) => other === id).map(([, what]) => what)).size > 1;
        expect(ids.count()).toBe(said.filter(differs).length);
        for (const id of said) expect(ids.isRepeated(id)).toBe(differs(id));
        expect(ids.isRepeated('unknown')).toBe(false);
      }),
    );
  });

  it('stays exact while it grows', () => {
    const ids = repeatedIds();
    for (let at = 0; at < 60_000; at++) ids.note(`row-${at}`, 'x');
    for (let at = 0; at < 60_000; at += 1000) ids.note(`row-${at}`, 'y');
    expect([ids.count(), ids.complete()]).toEqual([60, true]);
    expect(['row-0', 'row-1', 'row-59000', 'row-59001'].map(ids.isRepeated)).toEqual([true, false, true, false]);
  });

  it('says so when there are more than it compares', () => {
    const ids = repeatedIds(3);
    for (const id of ['a', 'b', 'c', 'd']) ids.note(id, '1');
    ids.note('a', '2');
    ids.note('d', '2');
    expect([ids.complete(), ids.count(), ids.isRepeated('d')]).toEqual([false, 1, false]);
  });
});
