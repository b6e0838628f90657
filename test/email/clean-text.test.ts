import { describe, expect, it } from 'vitest';
import { cleanDraft, cleanName } from '../../src/email/clean-text.ts';
import { fc } from '../support/fc.ts';

describe('cleanName', () => {
  it.each([
    ['Acme\r\nBcc: x', 'Acme Bcc: x'],
    ['<!channel>', '‹!channel›'],
    ['<https://evil.example|Click>', '‹https evil.example|Click›'],
    ['a\u202Eb\u2066c\u200Bd\uFEFFe\u00ADf', 'abcdef'],
    ['\u200B\u200D', ''],
    ['\u3164 \u2800', ''],
    ['\uD83D', ''],
    ['x\uDE00y', 'xy'],
    ['  Zoë\t&  Söhne ', 'Zoë & Söhne'],
  ])('makes %j %j', (from, to) => expect(cleanName(from)).toBe(to));

  it('clips by code point, marking the cut', () => {
    expect(cleanName('🦄'.repeat(100), 5)).toBe('🦄🦄🦄🦄…');
    expect(cleanName('12345', 5)).toBe('12345');
  });

  it('is stable: what is clean stays as it is, and is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const clean = cleanName(text);
        expect([...clean].length).toBeLessThanOrEqual(60);
        expect(cleanName(clean)).toBe(clean);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('cleanDraft', () => {
  it('keeps paragraphs of the body and one line of the subject', () => {
    const clean = cleanDraft({ subject: 'a\r\nBcc: b', body: 'Hi\r\n\r\nyou\u0007\rthere\n' });
    expect(clean).toEqual({ subject: 'a Bcc: b', body: 'Hi\n\nyou\nthere' });
  });

  it('stays within 2,000 units without half a character', () => {
    for (const body of ['🦄'.repeat(5_000), 'a\n'.repeat(5_000), `${'x'.repeat(1_999)}🦄`]) {
      const clean = cleanDraft({ subject: '', body });
      expect(clean.body.length).toBeLessThanOrEqual(2_000);
      expect(() => encodeURIComponent(clean.body)).not.toThrow();
    }
  });
});
