import { describe, expect, it } from 'vitest';
import {
  ACTION_NAMES,
  actionId,
  callbackId,
  inputId,
  parseActionId,
  parseCallbackId,
} from '../../src/slack/action-ids.ts';
import { commandText, splitFirst, unquoted } from '../../src/slack/commands/command-text.ts';
import { nearestWord } from '../../src/slack/commands/nearest-word.ts';
import { parseSeatFilter } from '../../src/slack/commands/seat-filter.ts';
import { isAllowedResponseUrl } from '../../src/slack/delivery.ts';
import { clampLines } from '../../src/slack/messages/layout.ts';
import { sparkline } from '../../src/slack/messages/sparkline.ts';
import { cleanText, clip, escapeMrkdwn, mention, plain, plainLines, untrusted } from '../../src/slack/mrkdwn.ts';
import { fc } from '../support/fc.ts';
import { controlSequences, HIDDEN } from '../support/mrkdwn-oracle.ts';
import { processorMs } from '../support/processor-time.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

describe('foreign text', () => {
  it('never holds a control sequence, a hidden character, a line break or half a character, and is never empty', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, max) => {
        const safe = untrusted(text, { max, fallback: text.slice(0, 3) });
        expect(controlSequences(safe)).toEqual([]);
        expect(safe).not.toMatch(HIDDEN);
        expect(safe).not.toMatch(/[\n\r\t>]|\p{Cs}|:\/\//u);
        expect(safe.length).toBeGreaterThan(0);
        expect(plain(text, { max }).length).toBeLessThanOrEqual(2 * max + 1);
      }),
      { numRuns: 5000 },
    );
  });

  it('falls back to the account id when the name draws nothing', () => {
    for (const name of ['', '   ', '\u200b\u200b', '\u3164', '\u2800', '\u202e', '\ud800']) {
      expect(untrusted(name, { fallback: 'acct_7' })).toBe('acct_7');
    }
    expect(untrusted('', {})).toBe('—');
  });

  it('is escaped once, after clipping, and keeps ordinary names as they are', () => {
    expect(untrusted('Smith & Sons <Ltd>')).toBe('Smith &amp; Sons &lt;Ltd&gt;');
    expect(untrusted('&&&&', { max: 3 })).toBe('&amp;&amp;…');
    expect(untrusted('Zoë Müller 株式会社')).toBe('Zoë Müller 株式会社');
    expect(escapeMrkdwn('&lt;')).toBe('&amp;lt;');
    expect(untrusted('see https://evil.example')).toBe('see https:∕∕evil.example');
  });

  it('counts characters as the segmenter does, also where it does not ask it', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const expected = (text: string, max: number): string => {
      const seen = [...segmenter.segment(text)].map(({ segment }) => segment);
      return seen.length <= max ? text : `${seen.slice(0, max - 1).join('')}…`;
    };
    for (let unit = 0; unit < 0x2600; unit += 1) {
      const text = `${String.fromCharCode(unit)}${String.fromCharCode(unit)}a${String.fromCharCode(unit)}—z`;
      for (const max of [3, 6]) expect(clip(text, max), `U+${unit.toString(16)}`).toBe(expected(text, max));
    }
    const units = fc.array(fc.integer({ min: 0x20, max: 0x25ff }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(units, fc.integer({ min: 3, max: 12 }), (codes, max) => {
        const text = String.fromCharCode(...codes);
        expect(clip(text, max)).toBe(expected(text, max));
      }),
      { numRuns: 2000 },
    );
  });

  it('clips by what a reader sees as a character', () => {
    expect(clip('🇩🇪🇫🇷🇪🇸', 6)).toBe('🇩🇪🇫🇷🇪🇸');
    expect(clip('👍👍👍', 2)).toBe('👍…');
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('abcd', 3)).toBe('ab…');
    expect(cleanText('a\r\n\u2028b')).toBe('a b');
  });

  it('keeps the line breaks of a draft and nothing hidden', () => {
    expect(plainLines('Hi\r\n\r\nyou\u202e \u0007there  ')).toBe('Hi\n\nyou there');
    expect(plainLines('x'.repeat(5000)).length).toBe(3000);
  });

  it('mentions only what looks like a user id', () => {
    expect(mention('U0DANA')).toBe('<@U0DANA>');
    for (const id of [null, '!channel', 'U1|x', 'u0dana', '<@U0DANA>']) expect(mention(id)).toBeNull();
  });

  it('cuts long texts at whole lines and never inside an escape', () => {
    expect(clampLines('one\ntwo\nthree', 9)).toBe('one\n…');
    fc.assert(
      fc.property(fc.stringMatching(/^[&<>a ]{50,400}$/), (text) => {
        const cut = clampLines(escapeMrkdwn(text), 60);
        expect(cut.length).toBeLessThanOrEqual(60);
        expect(cut.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });
});

describe('what people type', () => {
  it('is decoded and cleaned in linear time, however long it is', () => {
    expect(commandText('Smith &amp; Sons')).toBe('Smith & Sons');
    expect(commandText('  why \u200bacme\n')).toBe('why acme');
    const took = processorMs(() => {
      for (const text of [
        `health${' '.repeat(50_000)}`,
        'a '.repeat(50_000),
        '"'.repeat(50_000),
        '&lt;'.repeat(20_000),
      ]) {
        const typed = commandText(text);
        expect(typed.length).toBeLessThanOrEqual(500);
        splitFirst(typed);
        unquoted(typed);
      }
    });
    expect(took).toBeLessThan(500);
  });

  it('splits off the first word and takes quotes off a name', () => {
    expect(splitFirst('Why Acme Corp')).toEqual({ first: 'why', rest: 'Acme Corp' });
    expect(splitFirst('acme')).toEqual({ first: 'acme', rest: '' });
    expect(unquoted('“why ltd”')).toBe('why ltd');
    expect(unquoted('"')).toBe('"');
  });

  it('finds the word that was meant', () => {
    const known = ['mine', 'bottom', 'why', 'history', 'define', 'help'];
    for (const [typed, meant] of [
      ['botom', 'bottom'],
      ['hsitory', 'history'],
      ['halp', 'help'],
      ['wyh', 'why'],
      ['acme', null],
      ['no', null],
      ['x'.repeat(5000), null],
    ] as const) {
      expect(nearestWord(typed, known), typed).toBe(meant);
    }
  });

  it.each([
    ['acme', null],
    ['acme: the company', null],
    ['mine', { ownerSlackUserId: 'U0ME' }],
    ['owner:me', { ownerSlackUserId: 'U0ME' }],
    ['owner:<@U0LEE|lee> plan:"Pro"', { ownerSlackUserId: 'U0LEE', plan: 'Pro' }],
    ['owner:Lee@Example.com', { ownerEmail: 'lee@example.com' }],
    ['renews:<90d', { renewsWithinDays: 90 }],
    ['renews:30', { renewsWithinDays: 30 }],
    ['dropped:>20 quarter', { droppedPoints: 20 }],
  ])('reads the filters of %s', (text, filter) => {
    expect(parseSeatFilter(text, 'U0ME')).toEqual(filter);
  });

  it.each(['renews:soon', 'renews:<0d', 'dropped:>x', 'owner:nobody', 'plan:', 'mine colour:red', 'renews:99999999d'])(
    'refuses the filter %s and names the known ones or an example',
    (text) => {
      expect(() => parseSeatFilter(text, 'U0ME')).toThrow(/for example|Known|mention a person/);
    },
  );

  it('parses filters of any text without anything but an expected failure', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.stringMatching(/^(mine|plan:|owner:|renews:|dropped:)[<>@a-zA-Z0-9 |:]*$/)),
        (text) => {
          try {
            parseSeatFilter(text, 'U0ME');
          } catch (error) {
            expect(error).toMatchObject({ name: 'AppError', code: 'invalid' });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('ids of buttons', () => {
  it('are parsed back to their names, and others to nothing', () => {
    for (const name of ACTION_NAMES) {
      expect(parseActionId(actionId(name))).toBe(name);
      expect(parseActionId(actionId(name, 3))).toBe(name);
    }
    expect(parseCallbackId(callbackId('draft'))).toBe('draft');
    for (const id of ['', 'why', 'v0:why', 'v1:', 'v1:nothing', 'V1:why', inputId('subject')]) {
      expect(parseActionId(id)).toBeNull();
      expect(parseCallbackId(id)).toBeNull();
    }
  });
});

describe('a response_url', () => {
  it.each([
    ['https://hooks.slack.com/commands/T/1/x', true],
    ['https://hooks.slack-gov.com/x', true],
    ['http://hooks.slack.com/x', false],
    ['https://hooks.slack.com.evil.example/x', false],
    ['https://evil.example/hooks.slack.com', false],
    ['https://hooks.slack.com:8443/x', false],
    ['https://user@hooks.slack.com/x', false],
    ['http://127.0.0.1:4000/r', true],
    ['http://127.0.0.1:4001/r', false],
    ['file:///etc/passwd', false],
    ['nonsense', false],
  ])('%s is allowed: %s', (url, allowed) => {
    expect(isAllowedResponseUrl(url, 'http://127.0.0.1:4000/api/')).toBe(allowed);
  });
});

describe('a sparkline', () => {
  const points = (...scores: (number | null)[]) =>
    scores.map((scoreTenths) => ({ day: '2026-01-01', scoreTenths, band: null }));

  it('spans the scores shown, leaves a flat line flat, shows gaps, and always ends with the last day', () => {
    expect(sparkline(points(0, 500, 1000))).toBe('▁▅█');
    expect(sparkline(points(880, 880))).toBe('▅▅');
    expect(sparkline(points(449, 185))).toBe('█▁');
    expect(sparkline(points(880, 890, 885))).not.toMatch(/[▁█]/);
    expect(sparkline(points(100, null, 900))).toBe('▁·█');
    expect(sparkline(points(null, null))).toBe('··');
    expect(sparkline(points(500))).toBe('');
    expect(sparkline(points(...Array.from({ length: 90 }, (_, index) => (index === 89 ? 1000 : 0))))).toMatch(
      /^▁{11}█$/,
    );
  });
});
