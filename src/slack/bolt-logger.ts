import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from '../lib/log.ts';
import { withoutValues } from '../lib/redact.ts';

export type BoltLogger = SlackLogger;

/**
 * Bolt's and the Web API client's log lines in ours. Their debug lines hold whole payloads and message texts, so these
 * never pass, whatever the level; what they call an error is for us to look at, not an alarm.
 */
export function wrapLogger(log: Logger): BoltLogger {
  const write = (level: 'info' | 'warn') => (first: unknown) => {
    log[level]({ from: 'slack' }, withoutValues(lineOf(first)));
  };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: write('info'),
    error: write('warn'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

// Only the first argument, only its first line, and of that nothing behind a colon but a place: what follows may repeat
// what people wrote.
function lineOf(first: unknown): string {
  const text = first instanceof Error ? `${first.name}: ${first.message}` : String(first);
  const line = (text.split('\n')[0] ?? '').slice(0, 300);
  const colon = line.indexOf(': ');
  if (colon < 0) return line;
  const place = line.indexOf(' [json-pointer', colon);
  return `${line.slice(0, colon)}${place < 0 ? '' : line.slice(place)}`;
}
