import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tellUndeliverable } from '../../../src/app/delivery/tell-undeliverable.ts';
import { undeliverableMessage } from '../../../src/slack/messages/deliveries.ts';
import { execute, rows } from '../../../src/store/db.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

const REPORT = {
  kind: 'digest',
  channel: 'C0PULSE',
  localDate: '2026-03-01',
  error: 'is_archived',
  remedy: 'Unarchive the channel, or name another as PULSE_CHANNEL.',
};
const storedSchema = z.object({ kind: z.string(), channel: z.string(), payload: z.object({ text: z.string() }) });

let database: TestDatabase;
let now = TEST_NOW;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  now = TEST_NOW;
  await execute(database.pool, 'truncate outbox');
});

const tell = (report: typeof REPORT, to: string | null = 'U0BOSS') =>
  tellUndeliverable({
    ctx: testContext(database.pool, { now: () => now }),
    input: { report, to, render: undeliverableMessage },
  });
const stored = () => rows(database.pool, storedSchema, 'select kind, channel, payload from outbox order by kind');

describe('who stands in', () => {
  it('is told once a day and conversation what is not delivered, why, and what mends it', async () => {
    expect(await tell(REPORT)).toBe(true);
    expect(await tell({ ...REPORT, kind: 'rollup' })).toBe(true);
    const [notice, ...more] = await stored();
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ kind: 'undeliverable:C0PULSE', channel: 'U0BOSS' });
    for (const part of ['rollup', '<#C0PULSE>', 'is_archived', 'Unarchive', 'It is kept']) {
      expect(notice?.payload.text).toContain(part);
    }
    await tell({ ...REPORT, channel: 'C0OTHER' });
    expect(await stored()).toHaveLength(2);
    now = new Date(TEST_NOW.getTime() + 86_400_000);
    await tell(REPORT);
    expect(await stored()).toHaveLength(3);
  });

  it('is not told of a notice that cannot be delivered, nor where the way to them is what is broken', async () => {
    expect(await tell({ ...REPORT, kind: 'undeliverable:C0PULSE', channel: 'U0LEE' })).toBe(false);
    expect(await tell({ ...REPORT, channel: 'U0BOSS' })).toBe(false);
    expect(await tell(REPORT, null)).toBe(false);
    expect(await stored()).toEqual([]);
  });
});
