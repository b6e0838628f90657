import type { SocketModeReceiver } from '@slack/bolt';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * Keeps one Socket Mode connection open until `isStopped`. Slack ends connections as a matter of routine: the next one
 * begins at once; after a failure it waits, at most 10 s. Never throws.
 */
export async function keepConnected(
  { client }: SocketModeReceiver,
  isStopped: () => boolean,
  log: Logger,
): Promise<void> {
  let waitMs = FIRST_RETRY_MS;
  while (!isStopped()) {
    let onGone: () => void = () => undefined;
    const gone = new Promise<void>((done) => {
      onGone = done;
    });
    client.once('disconnected', onGone);
    try {
      await client.start();
      waitMs = FIRST_RETRY_MS;
      await gone;
      log.info('the Socket Mode connection ended');
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'Socket Mode did not connect, trying again');
      await new Promise((done) => setTimeout(done, waitMs).unref());
      waitMs = Math.min(2 * waitMs, LAST_RETRY_MS);
    } finally {
      client.off('disconnected', onGone);
    }
  }
}
