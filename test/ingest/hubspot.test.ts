import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { hubspot } from '../../src/ingest/sources/hubspot.ts';
import { type HubspotSettings, VENDOR_DEFAULTS } from '../../src/ingest/vendor-settings.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openIngest } from './harness.ts';
import { SENDERS } from './senders.ts';

const SECRET = SENDERS.hubspot.secrets[0];
const URL_OUTSIDE = 'https://pulse.example.com/webhooks/hubspot';
const AT = Date.parse('2026-02-26T08:00:00Z');

function parse(payload: unknown, given: Partial<HubspotSettings> = {}, timed = true) {
  return hubspot.parse({
    payload,
    headers: new Headers(timed ? { 'x-hubspot-signature-v3': 'x' } : {}),
    receivedAt: TEST_NOW,
    settings: {
      seatPrices: [],
      currency: 'USD',
      sources: { ...VENDOR_DEFAULTS, hubspot: { ...VENDOR_DEFAULTS.hubspot, ...given } },
    },
  }).items;
}

const change = (propertyName: string, propertyValue: unknown, more: object = {}) => ({
  eventId: 1,
  subscriptionType: 'company.propertyChange',
  objectId: 20555,
  occurredAt: AT,
  propertyName,
  propertyValue,
  ...more,
});

describe('the signature of HubSpot', () => {
  const verify = (headers: Record<string, string>, more: { raw?: string; url?: string; secret?: string } = {}) =>
    hubspot.verify({
      raw: new TextEncoder().encode(more.raw ?? '[]'),
      headers: new Headers(headers),
      method: 'POST',
      url: more.url ?? URL_OUTSIDE,
      secrets: [more.secret ?? SECRET, 'another'],
      now: TEST_NOW,
    });
  const v3 = (url = URL_OUTSIDE, at = TEST_NOW.getTime()) => ({
    'x-hubspot-request-timestamp': String(at),
    'x-hubspot-signature-v3': createHmac('sha256', SECRET).update(`POST${url}[]${at}`).digest('base64'),
  });
  const older = (version: string, signed: string) => ({
    'x-hubspot-signature-version': version,
    'x-hubspot-signature': createHash('sha256').update(signed).digest('hex'),
  });

  it('agrees with the examples that HubSpot publishes', async () => {
    const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
    const raw =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    const signature = '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de';
    const headers = { 'x-hubspot-signature-version': 'v1', 'x-hubspot-signature': signature };
    expect(await verify(headers, { raw, secret })).toBe(true);
    expect(await verify(headers, { raw: `${raw} `, secret })).toBe(false);
  });

  it('is the newest one, with method, address, body and a time within five minutes', async () => {
    expect(await verify(v3())).toBe(true);
    expect(await verify(v3(), { raw: '[] ' })).toBe(false);
    expect(await verify(v3(), { url: 'https://elsewhere.example.com/webhooks/hubspot' })).toBe(false);
    for (const [late, expected] of [
      [-300_000, true],
      [-300_001, false],
      [300_000, true],
      [300_001, false],
    ] as const) {
      expect([late, await verify(v3(URL_OUTSIDE, TEST_NOW.getTime() + late))]).toEqual([late, expected]);
    }
    for (const time of ['', 'now', '1e12', `${TEST_NOW.getTime()} `.repeat(2), '-1']) {
      expect(await verify({ ...v3(), 'x-hubspot-request-timestamp': time })).toBe(false);
    }
    const query = `${URL_OUTSIDE}?to=a%2Fb%3A1&name=%C3%A9`;
    expect(await verify(v3(`${URL_OUTSIDE}?to=a/b:1&name=%C3%A9`), { url: query })).toBe(true);
  });

  it('may be an older one only where the newest is absent', async () => {
    expect(await verify(older('v1', `${SECRET}[]`))).toBe(true);
    expect(await verify(older('v2', `${SECRET}POST${URL_OUTSIDE}[]`))).toBe(true);
    expect(await verify(older('v2', `${SECRET}[]`))).toBe(false);
    expect(await verify(older('v3', `${SECRET}[]`))).toBe(false);
    expect(await verify({ ...older('v1', `${SECRET}[]`), 'x-hubspot-signature-v3': 'wrong' })).toBe(false);
    expect(await verify({})).toBe(false);
  });

  it('counts for the outside address, whatever host the proxy names', async () => {
    const database = await cloneDatabase();
    try {
      const app = await openIngest(database, { publicUrl: 'https://pulse.example.com/' });
      const send = (url: string) =>
        app.request('http://10.0.0.7:3000/webhooks/hubspot', { method: 'POST', headers: v3(url), body: '[]' });
      expect((await send(URL_OUTSIDE)).status).toBe(200);
      expect((await send('http://10.0.0.7:3000/webhooks/hubspot')).status).toBe(401);
    } finally {
      await database.close();
    }
  });
});

describe('what HubSpot sends', () => {
  it.each([
    ['renewal_date', '1787961600000', { renewsOn: '2026-08-29' }],
    ['renewal_date', 1_787_961_600_000, { renewsOn: '2026-08-29' }],
    ['renewal_date', '2026-08-29', { renewsOn: '2026-08-29' }],
    ['renewal_date', '2026-08-29T23:00:00Z', { renewsOn: '2026-08-29' }],
    ['hubspot_owner_id', 'dana@cs-pulse.example', { owner: { email: 'dana@cs-pulse.example' } }],
    ['hubspot_owner_id', '12345', { owner: { email: 'lee@cs-pulse.example' } }],
    ['name', ' Initech ', { name: 'Initech' }],
    ['lifecyclestage', 'churned', { excludedReason: 'cancelled' }],
    ['lifecyclestage', 'customer', { excludedReason: null }],
    ['lifecyclestage', 'constructor', { excludedReason: null }],
  ])('reads %s = %j as a fact about the account of the company', (name, value, expected) => {
    const settings = {
      owners: { '12345': 'lee@cs-pulse.example' },
      excluded_stages: { churned: 'cancelled' },
    } as const;
    const about = { kind: 'account', accountKey: 'hubspot:20555', knownOnly: true, occurredAt: new Date(AT) };
    expect(parse([change(name, value)], settings)).toEqual([{ signals: [{ ...about, ...expected }] }]);
  });

  it.each([
    ['renewal_date', 'soon', /^renewal_date: is not a day/],
    ['renewal_date', '2026-02-30', /^renewal_date: is not a day/],
    ['renewal_date', '999999999999999', /^renewal_date: is not a day/],
    ['hubspot_owner_id', '999', /^hubspot_owner_id: is an owner without an address here; add it to sources\.hubspot/],
    ['hubspot_owner_id', '__proto__', /^hubspot_owner_id: is an owner/],
  ])('refuses %s = %j alone', (name, value, message) => {
    const [refused, good] = parse([change(name, value), change('name', 'Initech')]);
    expect(refused).toMatchObject({ message: expect.stringMatching(message) });
    expect(good).toMatchObject({ signals: [{ name: 'Initech' }] });
  });

  it.each([
    [change('num_notes', '12')],
    [change('renewal_date', '')],
    [change('renewal_date', null)],
    [change('lifecyclestage', 'customer')],
    [change('name', 'A deal', { subscriptionType: 'deal.propertyChange' })],
    [change('name', 'A contact', { subscriptionType: 'object.propertyChange', objectTypeId: '0-1' })],
    [{ ...change('x', 'x'), subscriptionType: 'company.merge', propertyName: undefined }],
  ])('learns nothing from %j', (item) => {
    expect(parse([item])).toEqual([{ signals: [] }]);
  });

  it.each([[7], [null], ['text'], [{}], [{ properties: [] }], [{ companyId: 'x', properties: {} }]])(
    'refuses the body %j',
    (payload) => {
      expect(() => parse(payload)).toThrow(/^body: needs a list of changes/);
    },
  );

  it.each([
    [null],
    [[]],
    [{}],
    [change('name', 'x', { objectId: 'abc' })],
    [change('name', 'x', { occurredAt: 'now' })],
  ])('refuses the item %j', (item) => {
    expect(parse([item])).toMatchObject([{ code: 'invalid' }]);
  });

  it('reads properties under the names of the settings, and none that is switched off', () => {
    const properties = { account_id: 'crm_account', renewal_date: null, owner: null, lifecycle: null };
    expect(parse([change('crm_account', 'initech')], { properties })).toMatchObject([
      { signals: [{ accountKey: 'initech', aliases: ['hubspot:20555'] }] },
    ]);
    expect(parse([change('renewal_date', '2026-08-29')], { properties })).toEqual([{ signals: [] }]);
  });

  it('takes undated properties only where the signature covers a time', () => {
    const company = { companyId: 20555, properties: { name: { value: 'Initech' }, num_notes: { value: '7' } } };
    expect(parse(company)).toMatchObject([{ signals: [{ name: 'Initech', occurredAt: TEST_NOW }] }, { signals: [] }]);
    expect(parse(company, {}, false)).toMatchObject([{ code: 'undated' }, { signals: [] }]);
  });

  it('takes the renewal from open deals of the named pipeline that belong to one company', () => {
    const deals = { pipeline: 'renewals', renewal_date: 'closedate' };
    const deal = (properties: object, associatedCompanyIds: unknown[] = [20555]) => ({
      dealId: 1,
      associations: { associatedCompanyIds },
      properties: {
        pipeline: { value: 'renewals', timestamp: AT },
        closedate: { value: '1787961600000', timestamp: AT },
        ...properties,
      },
    });
    const signal = { accountKey: 'hubspot:20555', knownOnly: true, renewsOn: '2026-08-29', occurredAt: new Date(AT) };
    expect(parse(deal({}), { deals })).toMatchObject([{ signals: [signal] }]);
    expect(parse(deal({}))).toEqual([{ signals: [] }]);
    for (const closed of [{ dealstage: { value: 'closedwon' } }, { hs_is_closed: { value: 'true' } }]) {
      expect(parse(deal(closed), { deals })).toEqual([{ signals: [] }]);
    }
    expect(parse(deal({ pipeline: { value: 'default' } }), { deals })).toEqual([{ signals: [] }]);
    expect(parse(deal({}, []), { deals })).toMatchObject([{ code: 'no_account' }]);
    expect(parse(deal({}, [1, 2]), { deals })).toMatchObject([{ code: 'invalid' }]);
    expect(parse(deal({ closedate: { value: 'soon' } }), { deals })).toMatchObject([{ code: 'invalid' }]);
  });
});

describe('accounts of companies', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  async function record(...changes: unknown[]) {
    const settings = { owners: { '7': 'lee@cs-pulse.example' }, excluded_stages: { churned: 'cancelled' } } as const;
    const signals = parse(changes, settings).flatMap((item) => ('signals' in item ? item.signals : []));
    return recordSignals({ ctx: testContext(database.pool), input: { source: 'hubspot', signals } });
  }
  const account = async (id: string) => {
    const { rows } = await database.pool.query(
      'select owner_email, renews_on::text, excluded_reason, aliases from accounts where external_id = $1',
      [id],
    );
    return rows;
  };

  it('wait for the company’s own account id, and then hold what was said before', async () => {
    await record(change('hubspot_owner_id', '7'), change('renewal_date', '2026-08-29'));
    expect(await account('hubspot:20555')).toEqual([]);
    await record(change('account_id', 'initech', { occurredAt: AT + 1000 }));
    const stated = { owner_email: 'lee@cs-pulse.example', renews_on: '2026-08-29', aliases: ['hubspot:20555'] };
    expect(await account('initech')).toEqual([{ ...stated, excluded_reason: null }]);
  });

  it('are left out while their stage says so, whatever arrives late', async () => {
    const excluded = async () => (await account('chotchkies'))[0]?.excluded_reason;
    const stage = (value: string, at: number) => change('lifecyclestage', value, { objectId: 9, occurredAt: AT + at });
    await record(change('account_id', 'chotchkies', { objectId: 9 }), stage('churned', 1000));
    expect(await excluded()).toBe('cancelled');
    await record(stage('customer', 3000));
    expect(await excluded()).toBe(null);
    await record(stage('churned', 2000));
    expect(await excluded()).toBe(null);
    await record(stage('churned', 4000));
    expect(await excluded()).toBe('cancelled');
  });

  it('keep that they count while they wait for a mapping', async () => {
    const said = (name: string, value: string, at: number) =>
      change(name, value, { objectId: 11, occurredAt: AT + at });
    await record(said('lifecyclestage', 'churned', 1000), said('lifecyclestage', 'customer', 2000));
    await record(said('account_id', 'flingers', 3000));
    expect(await account('flingers')).toMatchObject([{ excluded_reason: null, aliases: ['hubspot:11'] }]);
  });
});
