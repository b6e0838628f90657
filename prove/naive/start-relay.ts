import type { Service } from '../stand/service.ts';
import type { Stand } from '../stand/stand.ts';

/** A server in front of the product that acknowledges what it has in memory alone: the naive variant of ingest. */
export async function startRelay(stand: Stand, to: string): Promise<Service> {
  const relay = await stand.script(new URL('buffering-relay.ts', import.meta.url), { RELAY_TO: to }, '/');
  await relay.start();
  return relay;
}
