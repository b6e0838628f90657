import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { redact, redactLine, withoutValues } from '../../src/lib/redact.ts';

describe('the log', () => {
  it.each([
    'xoxb-1234567890-abcDEF',
    'xoxe.xoxp-1-abcDEF123',
    'xapp-1-A0-123-abc',
    'xwfp-abcDEF123',
    'whsec_abcdef123456',
    'sk_live_abcdef',
    'sk_abcdef123',
    'rk_live_abcdef',
    'csp_abc-DEF_123',
    'sk-ant-abcDEF123',
    'Bearer abcDEF0123==',
    'Basic Y3NwX2FiYzo=',
  ])('never shows %s', (secret) => {
    expect(redact(`token ${secret}!`)).not.toContain(secret.slice(8));
    expect(redact(`{"token":"${secret}"}`)).not.toContain(secret.slice(8));
  });

  it.each([
    ['postgres://pulse:hunter2@db:5432/x', 'postgres://pulse:[redacted]@db:5432/x'],
    ['redis://:hunter2@cache/0', 'redis://:[redacted]@cache/0'],
    ['postgres://pulse:hu@nter2@db/x', 'postgres://pulse:[redacted]@db/x'],
    ['wss://wss.example.com/link?ticket=abc123&app_id=A1', 'wss://wss.example.com/link?ticket=[redacted]&app_id=A1'],
    ['http://127.0.0.1:3000/path?day=2026-03-01', 'http://127.0.0.1:3000/path?day=2026-03-01'],
  ])('keeps an address without its secrets: %s', (address, expected) => {
    expect(redact(address)).toBe(expected);
  });

  it.each([
    ['from ann.o%27doe+x@sub.example.co.uk!', 'from [email]!'],
    ['ann%40example.com', '[email]'],
    ['jürgen@bücher.example', '[email]'],
    ['balanced@1 at node_modules/@slack/bolt', 'balanced@1 at node_modules/@slack/bolt'],
  ])('keeps no e-mail address: %s', (text, expected) => {
    expect(redactLine(text)).toBe(expected);
  });

  it.each([
    'invalid input syntax for type integer: "canary"',
    'invalid input value for enum kind: "a "quoted" canary"',
    'date/time field value out of range: "canary"',
    'value "canary" is out of range for type integer',
    'duplicate key: Key (account_id, user_id)=(acme, canary) already exists.',
    'Failing row contains (1, canary, null).',
    'malformed array literal: "canary"',
  ])('keeps no value that the database complains about: %s', (message) => {
    expect(withoutValues(message)).not.toContain('canary');
    expect(withoutValues(message).length).toBeGreaterThan(10);
  });

  it('is read in time that grows with its length alone', () => {
    for (const part of ['a@', 'a.', '%40', '://a:', 'xoxb-', 'Key (', 'a@b.', '?key=']) {
      const from = performance.now();
      redactLine(withoutValues(part.repeat(20_000)));
      expect(performance.now() - from, part).toBeLessThan(1000);
    }
  });

  it('keeps of an error what helps to find it, and nothing that it carries', () => {
    const lines: string[] = [];
    const log = createLogger('debug', { write: (line: string) => lines.push(line) }, ['pass"word 1', 'short']);
    const error = Object.assign(new Error('duplicate key value violates unique constraint "accounts_pkey"'), {
      code: '23505',
      detail: 'Key (account_id)=(canary) already exists.',
      where: 'canary',
      data: { response: { body: 'canary' } },
    });
    log.error({ err: error }, 'failed');
    log.warn({ error: 'invalid input syntax for type date: "canary"', list: [{ text: 'Key (a)=(canary)' }] });
    log.warn({ url: 'https://x/?p=pass%22word%201', said: 'pass"word 1, in short' });
    const text = lines.join('');
    expect(text).not.toMatch(/canary|pass.{0,4}word/);
    expect(text).toMatch(/"code":"23505".*accounts_pkey.*log\.test\.ts/);
    expect(text).toContain('in short');
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
