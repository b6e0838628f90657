import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pausePublished } from '../../src/app/publishing/pause-published.ts';
import { publishDashboard } from '../../src/app/publishing/publish-dashboard.ts';
import { readConfig } from '../../src/config.ts';
import { readSettings } from '../../src/settings.ts';
import { examine } from '../../src/wiring/doctor.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const HTTPS = { PUBLIC_URL: 'https://pulse.example.com' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

/** What the doctor says about publishing. */
async function said(
  publishing: { readonly enabled: boolean; readonly proxies: number },
  env: Readonly<Record<string, string>>,
  place?: { readonly origin: string },
): Promise<string[]> {
  const settings = { ...readSettings('no-such-file.yaml'), publishing: { ...publishing, corsOrigins: [] } };
  const parts = { config: readConfig(env), settings, place };
  const { findings } = await examine(testContext(database.pool), parts, []);
  const own = findings.filter(({ text }) => /publish/.test(text));
  return own.map(({ remedy, state, text }) => `${state}: ${text}${remedy === null ? '' : ` -> ${remedy}`}`);
}

describe('the doctor on publishing', () => {
  it('says that it is off, on, or to be on and not', async () => {
    expect(await said({ enabled: false, proxies: 0 }, SLACK)).toEqual(['ok: publishing of dashboards is off']);
    expect(await said({ enabled: true, proxies: 1 }, { ...SLACK, ...HTTPS })).toEqual([
      'ok: dashboards are published at https://pulse.example.com: 0 links in force, 0 paused',
    ]);
    const [wrong] = await said({ enabled: true, proxies: 1 }, SLACK);
    expect(wrong).toMatch(/^problem: dashboards are to be published and are not: .*PUBLIC_URL to the https address/);
  });

  it('names what nobody can be told by: proxies, and without Slack the rights of publishers', async () => {
    const [, proxies, rights] = await said({ enabled: true, proxies: 0 }, HTTPS);
    expect(proxies).toMatch(/^note: publishing\.proxies is 0.* -> set publishing\.proxies/);
    expect(rights).toMatch(/^note: without Slack nobody can be asked/);
    const local = await said({ enabled: false, proxies: 0 }, SLACK, { origin: 'http://127.0.0.1:3000' });
    expect(local).toEqual([
      'ok: dashboards are published at http://127.0.0.1:3000 without https: 0 links in force, 0 paused',
    ]);
  });

  it('counts links that are in force', async () => {
    const ctx = testContext(database.pool);
    const publisher = { id: 'U0DANA', money: false };
    const place = { origin: 'https://pulse.example.com' };
    const input = { kind: 'health', money: false, days: null, publisher, place } as const;
    for (let made = 0; made < 3; made += 1) await publishDashboard({ ctx, input });
    const { link } = await publishDashboard({ ctx, input });
    await pausePublished({ ctx, input: { linkId: link.id, actor: { id: 'U0DANA', others: false } } });
    expect((await said({ enabled: true, proxies: 1 }, { ...SLACK, ...HTTPS }))[0]).toContain(
      '3 links in force, 1 paused',
    );
    expect(await said({ enabled: false, proxies: 1 }, SLACK)).toEqual([
      'note: publishing of dashboards is off: 3 links in force, 1 paused, which show nothing',
    ]);
  });
});
