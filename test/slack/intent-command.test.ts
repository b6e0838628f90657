import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASKED_REPORTS, COHORT_WORDS, type Intent } from '../../src/domain/ask/intent.ts';
import { understand } from '../../src/domain/ask/understand.ts';
import { commandFor } from '../../src/slack/ask/intent-command.ts';
import { plainQuestion } from '../../src/slack/ask/plain-question.ts';
import { splitFirst, unquoted } from '../../src/slack/commands/command-text.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { parseSeatFilter } from '../../src/slack/commands/seat-filter.ts';
import { parseSeatView } from '../../src/slack/commands/seat-view.ts';
import { UNDERSTOOD } from '../domain/ask/questions.ts';
import { fc } from '../support/fc.ts';

/** Sub-commands that change, publish or send something, or that are for admins: no question leads there. */
const NEVER = ['publish', 'published', 'audit'];

describe('the command for a question', () => {
  it('is one that exists, and none that changes anything', () => {
    const reports = ASKED_REPORTS.map((report): Intent => ({ kind: 'report', report }));
    const cohorts = COHORT_WORDS.map((by): Intent => ({ kind: 'cohorts', by }));
    for (const intent of [...UNDERSTOOD.map(([, meaning]) => meaning), ...reports, ...cohorts]) {
      const asked = commandFor(intent);
      if (asked === null) continue;
      const { first } = splitFirst(asked.text);
      expect(COMMANDS.map(({ name }) => name)).toContain(asked.command.name);
      expect(NEVER).not.toContain(first);
      const isKnown = asked.command.subcommands.includes(first) || asked.command.name === '/utilization';
      expect(isKnown || first.startsWith('"') || asked.text === '', asked.text).toBe(true);
    }
  });

  it('keeps any name a name, without a quote that ends it early', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 80 }).filter((text) => text.replaceAll('"', '').trim() !== ''),
      fc.constantFrom('mine', 'a" why "b', 'x by role', 'x csv', 'plan:pro', '" by role csv'),
    );
    fc.assert(
      fc.property(name, (text) => {
        const { text: typed } = commandFor({ kind: 'account', view: 'seats_by_role', name: text }) ?? { text: '' };
        const { by, csv, rest } = parseSeatView(typed);
        expect([by, csv]).toEqual(['role', false]);
        expect(parseSeatFilter(rest, 'U0DANA')).toBeNull();
        expect(unquoted(rest)).not.toContain('"');
      }),
    );
  });
});

describe('docs/asking.md', () => {
  const lines = readFileSync(new URL('../../docs/asking.md', import.meta.url), 'utf8').split('\n');
  const rows = lines.filter((line) => line.startsWith('| ')).slice(1);

  it.each(rows)('%s', (row) => {
    const [, questions = '', commands = ''] = row
      .split(' | ')
      .flatMap((cell, index) => (index === 0 ? ['', cell.slice(2)] : [cell]));
    const asked = questions.split(/[?,] ?/).filter((one) => one !== '' && !one.includes('@'));
    expect(asked.length).toBeGreaterThan(0);
    for (const question of asked) {
      const meaning = understand(question);
      expect(meaning, question).not.toBeNull();
      const command = meaning === null ? null : commandFor(meaning);
      const line = `${command?.command.name} ${command?.text}`;
      const words = [...commands.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
      expect(
        words.some((one) => line === one || line === `/pulse ${one}`),
        line,
      ).toBe(true);
    }
  });
});

describe('what a person typed', () => {
  it.each([
    ['<@U0BOT> how is acme?', 'how is acme?'],
    ['hey <@U0BOT|cs-pulse>, my accounts', 'hey  , my accounts'],
    ['<@U0BOT> accounts of <@U0LEE|lee>', 'accounts of <@U0LEE>'],
    ['<http://acme.com|acme.com> &amp; <https://b.example>', 'acme.com & b.example'],
    ['<mailto:a@b.example|a@b.example> in <#C0X|general>', 'a@b.example in general'],
    ['<!channel> <!subteam^S1|@cs> 3 &lt; 4', '3 < 4'],
    ['a < b <', 'a < b <'],
  ])('is read out of %s', (text, typed) => {
    expect(plainQuestion(text, 'U0BOT')).toBe(typed);
  });

  it('has no mention first where the app does not know yet who it is', () => {
    expect(plainQuestion('<@U0BOT> how is <@U0LEE>', null)).toBe('how is <@U0LEE>');
  });
});
