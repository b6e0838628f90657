import { describe, expect, it } from 'vitest';
import { isMailAddress, mailtoUrl } from '../../src/email/mailto.ts';
import { fc } from '../support/fc.ts';
import { linkFaults } from '../support/hostile-faults.ts';
import { HOSTILE } from '../support/known-facts.ts';
import { processorMs } from '../support/processor-time.ts';

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 2_500 }), fc.string(), fc.constantFrom(...HOSTILE));

function parts(url: string): { to: string; keys: string[]; get: (key: string) => string | null } {
  const parsed = new URL(url);
  const query = new URLSearchParams(parsed.search);
  return { to: parsed.pathname, keys: [...query.keys()], get: (key) => query.get(key) };
}

describe('mailtoUrl', () => {
  it('carries recipient, subject and body, with line breaks as mail wants them', () => {
    const { url, bodyOmitted } = mailtoUrl({ to: "o'neil+x@example.com", subject: 'A & B?', body: 'Hi\n\nbcc=x&y' });
    expect(url).toBe('mailto:o%27neil%2Bx@example.com?subject=A%20%26%20B%3F&body=Hi%0D%0A%0D%0Abcc%3Dx%26y');
    expect(bodyOmitted).toBe(false);
  });

  it('has no keys but subject and body, no raw character, no other recipient and no length over 1,900', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(null, 'priya@example.com'), (subject, body, to) => {
        const { url, bodyOmitted } = mailtoUrl({ to, subject, body });
        expect(linkFaults({ url, bodyOmitted }, to)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('leaves the body out and says so when the link would be cut', () => {
    expect(mailtoUrl({ to: null, subject: 's', body: 'x'.repeat(1_800) }).bodyOmitted).toBe(false);
    const { url, bodyOmitted } = mailtoUrl({ to: null, subject: 's', body: 'ü'.repeat(400) });
    expect([url, bodyOmitted]).toEqual(['mailto:?subject=s', true]);
  });

  it('shortens a subject that alone would be too long, by whole characters', () => {
    const { url } = mailtoUrl({ to: null, subject: '🦄'.repeat(300), body: 'x' });
    expect(url.length).toBeLessThanOrEqual(1_900);
    expect(parts(url).get('subject')).toMatch(/^🦄+$/u);
  });

  it.each([
    'priya@example.com,evil@example.com',
    'priya@example.com?bcc=evil@example.com',
    'priya@example.com&cc=x',
    'Priya <priya@example.com>',
    'priya@example.com\r\nBcc: x@y.example',
    'priya%0d@example.com',
    'priya@localhost',
    '"a b"@example.com',
    'а@example.com\u202e',
    '@example.com',
    'a@b@example.com',
    '',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}com`,
  ])('refuses the recipient %j', (to) => {
    expect(() => mailtoUrl({ to, subject: 's', body: 'b' })).toThrow(/e-mail address/);
  });

  it('judges an address of any length at once', () => {
    const took = processorMs(() => {
      for (const part of ['a', 'a.', 'a@', '@', 'a-']) expect(isMailAddress(part.repeat(1_000_000))).toBe(false);
    });
    expect(took).toBeLessThan(500);
  });
});
