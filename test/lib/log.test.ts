import { describe, expect, it } from 'vitest';
import { createLogger, redact } from '../../src/lib/log.ts';

describe('the log', () => {
  it.each(['xoxb-1234567890-abcDEF', 'xapp-1-A0-123-abc', 'whsec_abcdef123456', 'sk_live_abcdef', 'csp_abc-DEF_123'])(
    'never shows %s',
    (secret) => {
      expect(redact(`token ${secret}!`)).not.toContain(secret.slice(6));
    },
  );

  it('keeps the address of a database without its password', () => {
    expect(redact('postgres://pulse:hunter2@db:5432/x')).toBe('postgres://pulse:[redacted]@db:5432/x');
  });

  it('cleans whatever a line carries, nested errors too', () => {
    const lines: string[] = [];
    const log = createLogger('debug', { write: (line: string) => lines.push(line) });
    const error = new Error('refused postgres://pulse:hunter2@db/x', { cause: new Error('whsec_abcdef123456') });
    log.error({ err: error, deep: { token: 'xoxb-1234567890-abcDEF' } }, 'sk_live_abcdef');
    expect(lines.join('')).not.toMatch(/hunter2|abcdef|abcDEF/);
    expect(lines).toHaveLength(1);
  });
});
