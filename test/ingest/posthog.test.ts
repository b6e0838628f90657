import { describe, expect, it } from 'vitest';
import { posthog } from '../../src/ingest/sources/posthog.ts';
import { SOURCES_DEFAULTS } from '../../src/ingest/sources-schema.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase } from '../support/database.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const parse = (payload: unknown, sources = SOURCES_DEFAULTS) =>
  posthog.parse({
    payload,
    headers: new Headers(),
    receivedAt: TEST_NOW,
    settings: { seatPrices: [], currency: 'USD', sources },
  }).items;

const captured = (event: string, properties: object = {}, more: object = {}) => ({
  event,
  distinct_id: 'peter',
  timestamp: '2026-02-26T08:00:00',
  properties: { account_id: 'initech', ...properties },
  ...more,
});

/** The kinds of signals of one event. */
function kinds(payload: unknown): string[] {
  return parse(payload).flatMap((item) => ('signals' in item ? item.signals.map(({ kind }) => kind) : [item.code]));
}

describe('what PostHog sends', () => {
  it.each([
    ['report_created', ['activity']],
    ['$pageview', ['activity']],
    ['$screen', ['activity']],
    ['$autocapture', ['activity']],
    ['$rageclick', ['activity']],
    ['$pageleave', []],
    ['$feature_flag_called', []],
    ['$web_vitals', []],
    ['$create_alias', []],
    ['$anything_new', []],
    ['$exception', ['error']],
    ['$identify', ['user']],
    ['$set', ['user']],
    ['survey sent', ['activity']],
    ['billing_paid', []],
  ])('reads %s as %j', (event, expected) => {
    expect(kinds(captured(event))).toEqual(expected);
  });

  it.each([
    ['2026-02-26T08:00:00', '2026-02-26T08:00:00.000Z'],
    ['2026-02-26 08:00:00.913767', '2026-02-26T08:00:00.913Z'],
    ['2026-02-26T08:00:00+02:00', '2026-02-26T06:00:00.000Z'],
    ['2026-02-26T08:00:00.123456-0530', '2026-02-26T13:30:00.123Z'],
    [undefined, TEST_NOW.toISOString()],
    [null, TEST_NOW.toISOString()],
  ])('takes the time %s as %s', (timestamp, expected) => {
    const [item] = parse(captured('report_created', {}, { timestamp }));
    expect(item).toMatchObject({ signals: [{ occurredAt: new Date(expected) }] });
  });

  it.each(['yesterday', '2026-02-30T08:00:00', '2026-02-26', '', 7])('does not take %j for a time', (timestamp) => {
    const [item] = parse(captured('report_created', {}, { timestamp }));
    if (timestamp === '') expect(item).toHaveProperty('signals');
    else expect(item).toMatchObject({ message: expect.stringMatching(/^timestamp: /) });
  });

  it('finds the account by its id, else by the group type of the settings, in the event or beside it', () => {
    const team = { ...SOURCES_DEFAULTS, posthog: { group_type: 'team' } };
    const keyOf = (payload: unknown, sources = SOURCES_DEFAULTS) => {
      const [item] = parse(payload, sources);
      return item && 'signals' in item ? item.signals[0]?.accountKey : item;
    };
    const groups = { company: 'by-company', team: 'by-team' };
    const grouped = { ...captured('x'), properties: { $groups: groups } };
    expect(keyOf(captured('x', { $groups: groups }))).toBe('initech');
    expect(keyOf(grouped)).toBe('by-company');
    expect(keyOf(grouped, team)).toBe('by-team');
    const hook = (id: unknown) => ({ event: { ...grouped, properties: {} }, groups: { company: { id } } });
    expect(keyOf(hook('beside'))).toBe('beside');
    expect(keyOf(hook(4711))).toBe('4711');
    expect(keyOf(hook({}))).toBe('');
    expect(keyOf(hook('beside'), team)).toBe('');
    const identified = captured('$groupidentify', { $group_type: 'team', $group_key: 'by-key', $group_set: {} });
    expect(keyOf(identified)).toBe(undefined);
    expect(keyOf(identified, team)).toBe('by-key');
  });

  it('says who a person is beside what they did, when the destination names an address', () => {
    const hook = (properties: object, event: object = captured('report_created')) => ({
      event,
      person: { properties },
    });
    expect(kinds(hook({ email: 'peter@initech.example' }))).toEqual(['activity', 'user']);
    expect(kinds(hook({ email: 'peter' }))).toEqual(['activity']);
    expect(kinds(hook({ email: null, name: 'Peter' }))).toEqual(['activity']);
    expect(kinds(hook({ email: 'a@b.example' }, captured('x', { $is_identified: false })))).toEqual(['activity']);
  });

  it('leaves out traits of another shape instead of refusing the person', () => {
    const [item] = parse(
      captured('$identify', { $set: { email: 'x', role: ['owner'], name: 'Peter', is_test: 'no' } }),
    );
    expect(item).toMatchObject({ signals: [{ kind: 'user', userKey: 'peter', name: 'Peter', email: undefined }] });
  });

  it('takes facts of any age, and refuses activity that is too old where it would be stored', async () => {
    const database = await cloneDatabase();
    try {
      const app = await openIngest(database);
      const old = { timestamp: '2020-08-16T09:03:11.913767' };
      const body = JSON.stringify({ batch: [captured('$identify', {}, old), captured('report_created', {}, old)] });
      const headers = SENDERS.posthog.sign(body, TEST_NOW, SENDERS.posthog.secrets[0]);
      const response = await app.request('/webhooks/posthog', { method: 'POST', body, headers });
      expect(await response.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: 'too_old' }] });
    } finally {
      await database.close();
    }
  });

  it.each([[7], ['text'], [null], [{ batch: {} }]])('refuses the body %j', (payload) => {
    expect(() => parse(payload)).toThrow(/^body: /);
  });

  it.each([
    [{ event: { distinct_id: 'x' } }, /^event\.event: is missing/],
    [{ event: null }, /^event: /],
    [{ distinct_id: 'x' }, /^event: is missing/],
    [{ event: 'x', properties: [] }, /^properties: /],
    [captured(`x${'y'.repeat(300)}`), /^event: is longer/],
    [captured('x', { note: 'a\u0000b' }), /^properties\.note: contains NUL/],
    [captured('x', { note: 'y'.repeat(33_000) }), /^has \d+ bytes/],
    [[captured('x')], /needs|Invalid/],
  ])('refuses the item %j', (item, message) => {
    const [read] = parse([item]);
    expect(read).toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe('the secret of PostHog', () => {
  it.each([
    ['posthog'],
    ['posthog-webhook-secret'],
    ['posthog-webhook-secret-newer'],
    ['POSTHOG-WEBHOOK-SECRET-NEW'],
    [''],
  ])('is not %j', async (given) => {
    const headers = new Headers({ 'x-posthog-secret': given });
    const { secrets } = SENDERS.posthog;
    const delivery = {
      raw: new Uint8Array(),
      headers,
      method: 'POST',
      url: 'http://localhost/',
      secrets,
      now: TEST_NOW,
    };
    expect(await posthog.verify(delivery)).toBe(false);
    expect(await posthog.verify({ ...delivery, headers: new Headers({ 'x-posthog-secret': secrets[1] }) })).toBe(true);
  });
});
