import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/ingest/source.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { TEST_NOW } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { everything, fixturesOf } from './fixtures.ts';
import { ingestOn, openIngest } from './harness.ts';
import { SENDER_SECRETS, SENDERS } from './senders.ts';

const SIGNED = Object.values<Source>(sources).filter((source) => source.verify !== null);
const secondsFromNow = (seconds: number) => new Date(TEST_NOW.getTime() + seconds * 1000);

it('there are signed sources', () => {
  expect(SIGNED.map((source) => source.name)).toContain('stripe');
});

describe.each(SIGNED)('the webhook of $name', ({ name }) => {
  const { covers = (body) => body, free = [], ...sender } = SENDERS[name as keyof typeof sources];
  const [newest, oldest] = sender.secrets;
  const fixtures = fixturesOf(name);
  const [{ body }] = fixtures as [(typeof fixtures)[0]];
  let database: TestDatabase;
  let app: Hono;
  let untouched: string;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
    untouched = await everything(database);
  });
  afterAll(() => database.close());

  const post = async (
    to: Hono,
    sent: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    method = 'POST',
  ) => {
    const init = { method, headers: { 'content-type': 'application/json', ...headers } };
    const hasBody = method !== 'GET' && method !== 'HEAD';
    return (await to.request(`/webhooks/${name}`, hasBody ? { ...init, body: sent } : init)).status;
  };
  const sign = (sent: string, at = TEST_NOW, secret: string = newest) => sender.sign(sent, at, secret);
  /** Headers of a body that a real sender would never make, and perhaps cannot sign. */
  const signAnything = (sent: string): Record<string, string> => {
    try {
      return sign(sent);
    } catch {
      return sign(body);
    }
  };

  it('has an address of its own name', () => {
    expect(sender.path).toBe(`/webhooks/${name}`);
  });

  it('refuses a body that is not the one that was signed', async () => {
    for (const fixture of fixtures) {
      const signed = sign(fixture.body);
      for (const other of [`${fixture.body} `, `\ufeff${fixture.body}`, fixture.body.slice(0, -2), '{}', '']) {
        if (covers(other) !== covers(fixture.body))
          expect([other, await post(app, other, signed)]).toEqual([other, 401]);
      }
    }
  });

  it('refuses headers that are missing, empty, shortened, spelled differently or doubled', async () => {
    const signed = sign(body);
    for (const header of Object.keys(signed).filter((candidate) => !free.includes(candidate))) {
      const value = signed[header] ?? '';
      const { [header]: _, ...without } = signed;
      expect(await post(app, body, without)).toBe(401);
      const wrong = [
        '',
        value.slice(0, -1),
        value.slice(1),
        `${value}0`,
        `${value}, ${value}`,
        value.split('').reverse().join(''),
      ];
      for (const other of [...wrong, flipCase(value), 'x'.repeat(10_000)]) {
        if (other !== value)
          expect([other, await post(app, body, { ...signed, [header]: other })]).toEqual([other, 401]);
      }
    }
  });

  it.runIf(sender.timed)('refuses what was signed more than five minutes ago, or ahead of time', async () => {
    for (const seconds of [-301, 301, -86_400, 86_400])
      expect(await post(app, body, sign(body, secondsFromNow(seconds)))).toBe(401);
  });

  it('refuses a secret that it was not given', async () => {
    for (const other of [
      '',
      'whsec_',
      `${newest} `,
      newest.slice(0, -1),
      newest.toUpperCase(),
      ...Object.values(SENDER_SECRETS).flat(),
    ]) {
      if (sender.secrets.includes(other) || other.trim() === newest) continue;
      expect([other, await post(app, body, sign(body, TEST_NOW, other))]).toEqual([other, 401]);
    }
  });

  it('refuses a removed secret, and is not there without one', async () => {
    const rotated = ingestOn(database, { secrets: { ...SENDER_SECRETS, [name]: [newest] } });
    expect(await post(rotated, body, sign(body, TEST_NOW, oldest))).toBe(401);
    for (const secrets of [[], undefined]) {
      const closed = ingestOn(database, { secrets: { ...SENDER_SECRETS, [name]: secrets } });
      expect(await post(closed, body, sign(body))).toBe(404);
    }
  });

  it('answers to nothing but POST at its own address', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect([method, await post(app, body, sign(body), method)]).toEqual([method, 404]);
    }
    for (const path of [`/webhooks/${name}/`, `/webhooks/${name}/x`, `/webhooks/${name.toUpperCase()}`, '/webhooks/']) {
      expect((await app.request(path, { method: 'POST', body, headers: sign(body) })).status).toBe(404);
    }
  });

  it('refuses what is too large or compressed before it looks at the signature', async () => {
    const large = 'x'.repeat(10_000_000);
    expect(await post(app, large, {})).toBe(413);
    expect(await post(app, large, { 'content-length': '10000000' })).toBe(413);
    const packed = new Uint8Array(gzipSync(body));
    for (const encoding of ['gzip', 'GZIP', 'br', 'deflate', 'gzip, identity']) {
      expect(await post(app, packed, { ...sign(body), 'content-encoding': encoding })).toBe(415);
    }
  });

  it('refuses with a reason what is signed and no delivery, and never fails', async () => {
    const deep = 16_000;
    const strange = [
      '',
      '{',
      'null',
      '[',
      '"x"',
      '0',
      '[[]]',
      '['.repeat(deep) + ']'.repeat(deep),
      `${'{"a":'.repeat(deep)}0${'}'.repeat(deep)}`,
      `{${Array.from({ length: 1000 }, (_, n) => `"k${n}":0`).join(',')}}`,
      '{"__proto__":{"x":1},"constructor":null}',
    ];
    for (const sent of strange) {
      const status = await post(app, sent, signAnything(sent));
      expect([sent.slice(0, 40), [200, 400, 401].includes(status)]).toEqual([sent.slice(0, 40), true]);
    }
  });

  it('has stored nothing of all this, and then takes what was signed with either secret, whatever its content type', async () => {
    expect(await everything(database)).toBe(untouched);
    for (const secret of sender.secrets) expect(await post(app, body, sign(body, TEST_NOW, secret))).toBe(200);
    for (const type of ['application/json; charset=utf-8', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect(await post(app, body, { ...sign(body), 'content-type': type })).toBe(200);
    }
    for (const seconds of [-299, 299]) expect(await post(app, body, sign(body, secondsFromNow(seconds)))).toBe(200);
  });
});

function flipCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}
