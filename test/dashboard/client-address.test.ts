import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishingSchema } from '../../src/app/publishing/publishing-schema.ts';
import { clientAddress } from '../../src/dashboard/client-address.ts';

let server: ServerType;
let url = '';
beforeAll(async () => {
  const web = new Hono();
  web.get('/:proxies', (c) => c.text(clientAddress(c, Number(c.req.param('proxies')))));
  url = await new Promise((done) => {
    server = serve({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      done(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(() => new Promise((done) => server.close(done)));

async function seen(proxies: number, forwarded: string): Promise<string> {
  return (await fetch(`${url}/${proxies}`, { headers: { 'x-forwarded-for': forwarded } })).text();
}

describe('by whom a request was sent', () => {
  it('is what the connection says unless the settings name proxies', async () => {
    expect(publishingSchema.parse({}).proxies).toBe(0);
    expect(await seen(0, '203.0.113.9')).toBe('127.0.0.1');
    expect(await seen(1, '203.0.113.9')).toBe('203.0.113.9');
  });

  it.each([
    [1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [2, '198.51.100.1, 203.0.113.9', '198.51.100.1'],
    [2, '203.0.113.9', '127.0.0.1'],
    [1, 'not an address', '127.0.0.1'],
    [1, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    [1, '2001:db8::6', '2001:db8:0:0'],
    [1, '::ffff:203.0.113.9', '203.0.113.9'],
  ])('is, behind %d proxies that say %s, %s', async (proxies, forwarded, address) => {
    expect(await seen(proxies, forwarded)).toBe(address);
  });
});
