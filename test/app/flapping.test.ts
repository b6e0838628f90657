import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { liveFlapping, type Month } from '../support/flapping.ts';
import { FLAPPING, fatigueFaults, lineOf } from '../support/flapping-accounts.ts';

let database: TestDatabase;
let month: Month;
beforeAll(async () => {
  database = await cloneDatabase();
  month = await liveFlapping(database, FLAPPING, (day) => day % 5 === 0);
}, 240_000);
afterAll(() => database.close());

describe('seats that flap by one around a threshold for 30 days, from billing to the digest', () => {
  it.each(Object.entries(FLAPPING))('are told once: %s', (accountId, { said }) => {
    expect((month.told.get(accountId) ?? []).map(lineOf)).toEqual(said);
  });

  it('are told once in general, and not again after a restart', () => {
    expect(fatigueFaults(month, FLAPPING)).toEqual([]);
  });

  it('are reminded of where nobody muted them', () => {
    expect(month.reminded.get('seats-60')?.length).toBeGreaterThan(0);
  });
});

describe('the judge of alerts', () => {
  const of = (...signals: string[]) => {
    const said = signals.map((signal, day) => ({ day, signal, band: 'WARN', tags: [] }));
    return fatigueFaults({ told: new Map([['a', said]]), reminded: new Map(), changedByRestart: [] }, {});
  };
  it('counts an alert that comes again before it was over', () => {
    expect(of('dormant', 'band_down', 'recovered', 'dormant')).toEqual([]);
    expect(of('dormant', 'band_down', 'dormant')).toEqual(['a: 2 dormant again']);
  });

  it('counts reminders of what is muted, and days that change', () => {
    const month: Month = { told: new Map(), reminded: new Map([['a', [2, 9]]]), changedByRestart: ['2026-03-05'] };
    expect(fatigueFaults(month, { a: { people: 1, before: 1, seats: [1], mutedOn: 5 } })).toHaveLength(2);
  });
});
