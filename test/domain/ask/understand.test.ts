import { describe, expect, it } from 'vitest';
import { LONGEST_NAME } from '../../../src/domain/ask/intent.ts';
import { understand } from '../../../src/domain/ask/understand.ts';
import { fc } from '../../support/fc.ts';
import { NOT_UNDERSTOOD, UNDERSTOOD } from './questions.ts';

const WORDS = [
  ...new Set([...UNDERSTOOD.map(([question]) => question), ...NOT_UNDERSTOOD].flatMap((one) => one.split(' '))),
];

/** Nothing but ours, in any order, and any text at all. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 80 }).map((words) => words.join(' ')),
  fc.tuple(fc.constantFrom(...UNDERSTOOD), fc.string({ maxLength: 40 })).map(([[question], more]) => question + more),
);

describe('a question in plain words', () => {
  it.each(UNDERSTOOD)('%s', (question, meaning) => {
    expect(understand(question)).toEqual(meaning);
  });

  it.each(NOT_UNDERSTOOD)('is not understood: %s', (question) => {
    expect(understand(question)).toBeNull();
  });

  it('means the same in capitals, politely, with other quotes and with more space', () => {
    for (const [question, meaning] of UNDERSTOOD) {
      const lower = JSON.stringify(meaning).toLowerCase();
      const others = [
        question.toUpperCase(),
        `  ${question.replaceAll(' ', '  \t')}  `,
        `please, ${question} Thank you!`,
      ];
      for (const other of [...others, question.replaceAll('“', '"').replaceAll('”', '"').replaceAll('’', "'")]) {
        if (meaning.kind === 'help') continue;
        expect(JSON.stringify(understand(other)).toLowerCase(), other).toBe(lower);
      }
    }
  });

  it('is understood or not, whatever it is, with nothing in it that is too long', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const meaning = understand(text);
        expect(understand(text)).toEqual(meaning);
        if (meaning === null) return;
        for (const value of Object.values(meaning)) {
          if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(LONGEST_NAME);
          if (typeof value === 'number') expect(Number.isSafeInteger(value) && value > 0).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('takes a name as it is: nothing in it becomes another question', () => {
    const name = fc.constantFrom('mine', 'help', 'why ltd', 'csv', 'by role', 'plan:pro', 'bottom 10', 'renews:<90d');
    fc.assert(
      fc.property(name, fc.constantFrom('how is', 'why did', 'seats of'), (one, words) => {
        const tail = words === 'why did' ? ' drop' : '';
        expect(understand(`${words} "${one}"${tail}`)).toMatchObject({ kind: 'account', name: one });
      }),
    );
  });

  it('is read in time, however long and odd it is', () => {
    const worst = ['how is so '.repeat(60), 'the '.repeat(130), '"'.repeat(600), 'why '.repeat(150), '> '.repeat(300)];
    const started = performance.now();
    for (let round = 0; round < 50; round += 1) for (const text of worst) understand(text.repeat(20));
    expect((performance.now() - started) / (50 * worst.length)).toBeLessThan(20);
  });
});
