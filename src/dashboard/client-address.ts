import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * By whom a request was sent: what the outermost of our own proxies saw, which nobody outside can write, else the other
 * end of the connection. Addresses of IPv6 are those of a whole network, of which one sender has 2^64.
 */
export function clientAddress(c: Context, proxies: number): string {
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  const forwarded = proxies > 0 ? seen.at(-proxies) : undefined;
  const address = forwarded !== undefined && isIP(forwarded) !== 0 ? forwarded : getConnInfo(c).remote.address;
  return networkOf(address ?? '');
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 4;
  return [...first, ...Array<string>(missing).fill('0')].slice(0, 4).join(':');
}
