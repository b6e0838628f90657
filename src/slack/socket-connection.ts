import type { SocketModeReceiver } from '@slack/bolt';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** Slack ends connections as a matter of routine; the next one takes seconds. */
const GAP_MS = 30_000;

/** Whether Slack can reach this process over Socket Mode. */
export interface SocketStatus {
  /** Connected, or only for a moment not. */
  readonly ok: boolean;
  /** Why the last try to connect failed; null after one that did not. */
  readonly error: string | null;
}

export interface SocketWatch {
  /** `at`: ms since 1970. */
  status(at?: number): SocketStatus;
  connected(): void;
  ended(): void;
  failed(error: unknown): void;
}

/** Remembers what became of the connection. Not ok before the first one. */
export function createSocketWatch(): SocketWatch {
  let isOpen = false;
  let endedAt = Number.NEGATIVE_INFINITY;
  let error: string | null = null;
  return {
    status: (at = Date.now()) => ({ ok: isOpen || at - endedAt < GAP_MS, error }),
    connected() {
      isOpen = true;
      error = null;
    },
    ended() {
      isOpen = false;
      endedAt = Date.now();
    },
    failed(reason) {
      error = messageOf(reason);
    },
  };
}

/**
 * Keeps one Socket Mode connection open until `isStopped`. Slack ends connections as a matter of routine: the next one
 * begins at once; after a failure it waits, at most 10 s. Never throws.
 */
export async function keepConnected(
  { client }: SocketModeReceiver,
  isStopped: () => boolean,
  watch: SocketWatch,
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
      watch.connected();
      waitMs = FIRST_RETRY_MS;
      await gone;
      watch.ended();
      log.info('the Socket Mode connection ended');
    } catch (error) {
      watch.failed(error);
      log.warn({ reason: messageOf(error) }, 'Socket Mode did not connect, trying again');
      await new Promise((done) => setTimeout(done, waitMs).unref());
      waitMs = Math.min(2 * waitMs, LAST_RETRY_MS);
    } finally {
      client.off('disconnected', onGone);
    }
  }
}
