import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { wrapLogger } from '../../src/slack/bolt-logger.ts';
import { createClients } from '../../src/slack/clients.ts';
import { createDeliveries } from '../../src/slack/deliveries.ts';
import { createInFlight } from '../../src/slack/in-flight.ts';
import { createPermissions } from '../../src/slack/permissions.ts';
import { createSeenKeys } from '../../src/slack/seen-keys.ts';
import { createTtlCache } from '../../src/slack/ttl-cache.ts';
import { HOME_TEAM, member, signedHeaders, startFakeSlack } from '../support/fake-slack.ts';
import { SECRET, startHarness } from '../support/slack-harness.ts';
import { suiteLog } from '../support/suite-log.ts';

const silent = suiteLog();

describe('seen keys', () => {
  it('remember for a while, forget then, and never grow beyond their number', () => {
    let at = 0;
    const seen = createSeenKeys({ ttlMs: 100, max: 3, now: () => at });
    expect(['a', 'b', 'a'].map((key) => seen.check(key))).toEqual([false, false, true]);
    at = 100;
    expect(seen.check('a')).toBe(false);
    for (const key of ['c', 'd', 'e']) seen.check(key);
    expect(seen.check('a')).toBe(false);
    expect(seen.check('e')).toBe(true);
  });

  it('are asked of the given store as well, which may be away', async () => {
    const asked: string[] = [];
    const stored = createDeliveries({ log: silent, seen: async (key) => asked.push(key) > 1 });
    expect(await stored.isRepeat({ event_id: 'Ev1' })).toBe(false);
    expect(await stored.isRepeat({ event_id: 'Ev2' })).toBe(true);
    expect(await stored.isRepeat({ event_id: 'Ev1' })).toBe(true);
    expect(asked).toEqual(['event:Ev1', 'event:Ev2']);
    const away = createDeliveries({ log: silent, seen: () => Promise.reject(new Error('down')) });
    expect(await away.isRepeat({ event_id: 'Ev1' })).toBe(false);
    expect(await away.isRepeat({ no: 'id' })).toBe(false);
    expect(await away.isRepeat({ no: 'id' })).toBe(false);
  });

  it('tell clicks apart that share a trigger', async () => {
    const deliveries = createDeliveries({ log: silent, seen: undefined });
    expect(await deliveries.isRepeat({ trigger_id: 't', actions: [{ value: 'a' }] })).toBe(false);
    expect(await deliveries.isRepeat({ trigger_id: 't', actions: [{ value: 'b' }] })).toBe(false);
    expect(await deliveries.isRepeat({ trigger_id: 't', actions: [{ value: 'a' }] })).toBe(true);
  });
});

describe('the cache', () => {
  it('shares one load, keeps it for its time and never keeps a failure', async () => {
    let at = 0;
    let loads = 0;
    const cache = createTtlCache<number>({ ttlMs: 100, max: 2, now: () => at });
    const load = async () => {
      loads += 1;
      return loads;
    };
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    at = 100;
    expect(await cache.get('a', load)).toBe(2);
    await expect(cache.get('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.get('b', load)).toBe(3);
    await cache.get('c', load);
    expect(await cache.get('a', load)).toBe(5);
  });
});

describe('permissions', () => {
  it('are looked up once in five minutes and follow a change after that', async () => {
    const slack = await startFakeSlack();
    slack.users.set('U1', member('U1'));
    slack.usergroups.set('S1', ['U1']);
    let at = 0;
    const { read } = createClients({ token: 'xoxb-1', apiUrl: slack.apiUrl, logger: wrapLogger(silent) });
    let homeTeam: string | null = null;
    const permissions = createPermissions({
      client: read,
      homeTeam: () => homeTeam,
      allowedUsergroups: ['S0', 'S1'],
      moneyUsergroups: ['S2'],
      log: silent,
      now: () => at,
    });
    expect(await permissions.check('U1')).toEqual({ allowed: false, why: 'unverified' });
    homeTeam = HOME_TEAM;
    slack.usergroups.set('S0', []);
    slack.usergroups.set('S2', []);
    expect(await permissions.check('U1')).toMatchObject({ allowed: true, asker: { money: false, name: 'Dana Doe' } });
    slack.users.set('U1', member('U1', { deleted: true }));
    slack.usergroups.set('S2', ['U1']);
    expect(await permissions.check('U1')).toMatchObject({ allowed: true, asker: { money: false } });
    expect(slack.of('users.info')).toHaveLength(1);
    at = 5 * 60_000;
    expect(await permissions.check('U1')).toEqual({ allowed: false, why: 'refused' });
    await slack.close();
  });

  it('refuse when a group cannot be looked up, and when Slack does not answer', async () => {
    const slack = await startFakeSlack();
    slack.users.set('U1', member('U1'));
    const { read } = createClients({ token: 'xoxb-1', apiUrl: slack.apiUrl, logger: wrapLogger(silent) });
    const options = {
      client: read,
      homeTeam: () => HOME_TEAM,
      allowedUsergroups: [],
      moneyUsergroups: [],
      log: silent,
    };
    expect(await createPermissions({ ...options, moneyUsergroups: ['S9'] }).check('U1')).toMatchObject({
      allowed: false,
    });
    expect(await createPermissions({ ...options, allowedUsergroups: ['S9'] }).check('U1')).toMatchObject({
      allowed: false,
    });
    slack.answer('users.info', () => 'drop');
    expect(await createPermissions(options).check('U1')).toEqual({ allowed: false, why: 'unverified' });
    await slack.close();
  });
});

describe('work in flight', () => {
  it('is waited for, but not beyond the deadline', async () => {
    const inFlight = createInFlight();
    void inFlight.track(new Promise((done) => setTimeout(done, 30)));
    await inFlight.track(Promise.reject(new Error('failed'))).catch(() => undefined);
    expect(await inFlight.drain(1000)).toBe(0);
    void inFlight.track(new Promise(() => undefined));
    expect(await inFlight.drain(20)).toBe(1);
  });
});

describe('the wrapped logger', () => {
  it('drops debug lines, keeps one line of the rest, and hides tokens', () => {
    const lines: string[] = [];
    const logger = wrapLogger(createLogger('trace', { write: (line: string) => void lines.push(line) }));
    logger.debug('payload of a customer');
    logger.warn('bad token xoxb-123-abc\nsecond line with a payload', { payload: 'more' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('bad token xoxb-[redacted]');
    expect(lines[0]).not.toMatch(/second line|more|customer/);
  });
});

describe('thousands of forged and mutated requests', () => {
  it('reach no handler and make no server error', async () => {
    const harness = await startHarness();
    harness.slack.reset();
    const body = 'command=%2Fhealth&text=acme&user_id=U0DANA&trigger_id=x';
    const now = Math.floor(Date.now() / 1000);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const good = signedHeaders(SECRET, body, now);
    const signature = good['x-slack-signature'] ?? '';
    const mutations = Array.from({ length: 1000 }, (_, index) => {
      const at = index % 64;
      const digit = signature[3 + at] === 'a' ? 'b' : 'a';
      const kinds = [
        {
          body,
          headers: {
            ...good,
            'x-slack-signature': `v0=${signature.slice(3, 3 + at)}${digit}${signature.slice(4 + at)}`,
          },
        },
        { body: `${body}&n=${index}`, headers: good },
        { body, headers: signedHeaders(SECRET, body, now - 400 - index) },
        { body, headers: signedHeaders(`secret ${index}`, body, now) },
        { body, headers: { ...good, 'x-slack-request-timestamp': `${index % 2 === 0 ? '0' : '+'}${now}` } },
      ];
      return kinds[index % kinds.length] ?? { body, headers: {} };
    });
    const statuses = new Set<number>();
    for (let start = 0; start < mutations.length; start += 50) {
      const batch = mutations.slice(start, start + 50);
      const answers = await Promise.all(batch.map((one) => harness.post(one.body, { ...form, ...one.headers })));
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses]).toEqual([401]);
    await harness.app.idle();
    expect(harness.slack.calls).toEqual([]);
    expect((await harness.post(body, { ...form, ...good })).status).toBe(200);
    await harness.close();
  });
});
