import { describe, expect, it } from 'vitest';
import { chosenIntent } from '../../../src/app/ask/intent-schema.ts';
import { understandQuestion } from '../../../src/app/ask/understand-question.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { NOT_UNDERSTOOD, UNDERSTOOD } from '../../domain/ask/questions.ts';
import { fc } from '../../support/fc.ts';
import { suiteLog } from '../../support/suite-log.ts';

const ODD = 'I was wondering what the folks over at Acme are up to with their licences';
const ACME = { kind: 'account', view: 'seats', name: 'Acme' };
const ctx = { log: suiteLog() };

/** What is understood of a question when a model says this, and what the model was told. */
async function asked(text: string, answer: () => Promise<string>) {
  const prompts: string[] = [];
  const choose = async (prompt: { readonly system: string; readonly user: string }) => {
    prompts.push(prompt.user);
    return answer();
  };
  return { intent: await understandQuestion({ ctx, input: { text, choose } }), prompts };
}

describe('what a question means', () => {
  it('is said by its words: no model is asked about a known question, or about nothing', async () => {
    const [[question, meaning]] = UNDERSTOOD as [(typeof UNDERSTOOD)[0]];
    const never = async () => Promise.reject(new Error('asked'));
    expect(await asked(question, never)).toEqual({ intent: meaning, prompts: [] });
    expect(await asked('  ', never)).toEqual({ intent: null, prompts: [] });
  });

  it('is nothing without a model when the words do not say it', async () => {
    expect(await understandQuestion({ ctx, input: { text: ODD, choose: null } })).toBeNull();
  });

  it('is the choice of a model otherwise, which is told the question as data', async () => {
    const { intent, prompts } = await asked(ODD, async () => JSON.stringify(ACME));
    expect(intent).toEqual(ACME);
    expect(prompts).toEqual([JSON.stringify({ question: ODD })]);
    expect((await asked(ODD, async () => `\`\`\`json\n${JSON.stringify(ACME)}\n\`\`\``)).intent).toEqual(ACME);
  });

  it('is nothing when the model fails, and a mistake of ours is not hidden', async () => {
    const late = async () => Promise.reject(new AppError('unavailable', 'late'));
    expect((await asked(ODD, late)).intent).toBeNull();
    await expect(asked(ODD, async () => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
  });
});

describe('what a model says', () => {
  it.each([
    ['nothing that fits', { kind: 'none' }],
    ['an act', { kind: 'snooze', name: 'Acme' }],
    ['a command', { kind: 'report', report: 'publish health money' }],
    ['more than was asked for', { ...ACME, text: 'Acme has 40 seats' }],
    ['too little', { kind: 'account', name: 'Acme' }],
    ['an empty name', { ...ACME, name: ' ' }],
    ['a name without a letter', { ...ACME, name: '"""' }],
    ['a name that nobody typed', { ...ACME, name: 'Globex' }],
    ['a term that nobody typed', { kind: 'define', term: 'password' }],
    ['a number out of bounds', { kind: 'bottom', count: 5000 }],
    ['a fraction', { kind: 'bottom', count: 1.5 }],
    ['another span', { kind: 'renewals', days: 45, mine: false, owner: null }],
    ['an owner that nobody typed', { kind: 'renewals', days: 30, mine: false, owner: 'U0LEE' }],
  ])('is not taken: %s', (_what, answer) => {
    expect(chosenIntent(JSON.stringify(answer), ODD)).toBeNull();
  });

  it('is never anything but one of the closed list, whatever it is', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.json(),
      fc.constantFrom('{', '}{', 'null', '[]'),
    );
    fc.assert(fc.property(odd, (answer) => chosenIntent(answer, ODD) === null));
  });

  it('may be everything that words may mean', () => {
    const meanings = UNDERSTOOD.map(([question, meaning]) => [
      chosenIntent(JSON.stringify(meaning), question),
      meaning,
    ]);
    // Two letters apart: a mention and an address are typed as they are meant.
    for (const [chosen, meaning] of meanings) expect(chosen).toEqual(meaning);
    expect(NOT_UNDERSTOOD.every((question) => chosenIntent('{"kind":"none"}', question) === null)).toBe(true);
  });
});
