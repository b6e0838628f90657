import { expect, it } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { findSlips } from '../support/suite-log.ts';

const PLANTED = [
  'Bearer xoxb-1234567890',
  'zendesk-signing-secret-old',
  'signed with test-signing-secret',
  'postgres://cs_pulse:hunter2@127.0.0.1/cs',
  'sent to priya@example.com',
  'a note of Dana Doe',
  'a card of Acme Corp',
];

it('finds each kind of what no line of log may hold, and lets through what the product makes of it', () => {
  expect(
    findSlips(['{"level":30,"msg":"stored","accounts":3,"url":"postgres://cs_pulse:[redacted]@127.0.0.1/cs"}']),
  ).toEqual([]);
  for (const text of PLANTED) expect.soft(findSlips([text]), text).not.toEqual([]);

  const lines: string[] = [];
  const log = createLogger('debug', { write: (line: string) => void lines.push(line) });
  for (const text of ['Bearer xoxb-1234567890', 'postgres://a:hunter2@h/d', 'to priya@example.com'])
    log.debug({ text }, text);
  expect(lines).toHaveLength(3);
  expect(findSlips(lines)).toEqual([]);
});
