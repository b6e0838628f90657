import { describe, expect, it } from 'vitest';
import { allowedFacts } from '../../src/email/allowed-facts.ts';
import { composeDraft } from '../../src/email/compose-draft.ts';
import type { DraftFacts } from '../../src/email/draft-facts.ts';
import { lintDraft } from '../../src/email/lint-draft.ts';
import { mailtoUrl } from '../../src/email/mailto.ts';
import { fc } from '../support/fc.ts';
import { CELLS, knownFacts } from '../support/known-facts.ts';

const DRAFTS = 100_000;
const ACCOUNTS = Math.ceil(DRAFTS / CELLS.length);
const FORBIDDEN = /CANARY|770[,.]?015|<|>|:\/\//;
const MINOR_DIGITS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** Every number in a text, thousands joined; a second reading beside the linter's. */
function numbersIn(text: string): number[] {
  const joined = text.normalize('NFKC').replace(/(\d)[,’' ](?=\d{3}(?!\d))/g, '$1');
  return (joined.match(/\d+/g) ?? []).map(Number);
}

/** Every number that the facts hold, a price also as its whole and its fraction. */
function factNumbers(facts: DraftFacts): ReadonlySet<number> {
  const known = new Set(numbersIn(JSON.stringify(facts)));
  if ('contractPrice' in facts && facts.contractPrice) {
    const { minor, currency } = facts.contractPrice;
    const scale = 10 ** (MINOR_DIGITS[currency] ?? 2);
    known.add(Math.floor(minor / scale));
    known.add(minor % scale);
  }
  return known;
}

function problemsOf(draft: { readonly subject: string; readonly body: string; readonly facts: DraftFacts }): string[] {
  const { subject, body, facts } = draft;
  const known = factNumbers(facts);
  const text = `${subject}\n${body}`;
  const { url } = mailtoUrl({ to: 'priya@example.com', subject, body });
  const keys = [...new URLSearchParams(url.slice(url.indexOf('?') + 1)).keys()].join();
  return [
    ...lintDraft(draft).map(({ rule, words }) => `${rule}: ${words}`),
    ...numbersIn(text).flatMap((number) => (known.has(number) ? [] : [`the number ${number}`])),
    ...(FORBIDDEN.test(text) ? [`forbidden: ${FORBIDDEN.exec(text)?.[0]}`] : []),
    ...(/[\r\n]/.test(subject) || /\r/.test(body) ? ['a line break where none may be'] : []),
    ...(keys === 'subject,body' || keys === 'subject' ? [] : [`mailto keys ${keys}`]),
    ...(/^mailto:priya@example\.com\?subject=[\w.!~*()%-]*(?:&body=[\w.!~*()%-]*)?$/.test(url) ? [] : ['mailto form']),
    ...(/%0[AD]/i.test(url.split('&body=')[0] ?? '') ? ['a line break in the header part'] : []),
  ];
}

describe(`${DRAFTS.toLocaleString('en-US')} drafts over generated accounts`, () => {
  it('hold no forbidden fact and no number from elsewhere, and open with a subject and a body alone', () => {
    let drafts = 0;
    fc.assert(
      fc.property(knownFacts, (known) => {
        for (const { bucket, persona, templateId } of CELLS) {
          const facts = allowedFacts({ persona, bucket, known });
          const { subject, body } = composeDraft({ facts, templateId });
          drafts += 1;
          const problems = problemsOf({ subject, body, facts });
          if (problems.length > 0) throw new Error(`${templateId}: ${problems.join('; ')}\n${subject}\n${body}`);
        }
      }),
      { numRuns: ACCOUNTS },
    );
    expect(drafts).toBeGreaterThanOrEqual(DRAFTS);
  }, 300_000);

  it.each([
    ['A line of 4711 people', /number 4711/],
    ['Your health score', /confidential/],
    ['<!channel>', /forbidden: </],
    ['one\rtwo', /line break/],
  ])('would report %j', (body, problem) => {
    const known = { accountId: 'a', accountName: 'Acme', asOf: '2026-03-01' };
    const facts = allowedFacts({ persona: 'admin', bucket: 'steady', known });
    expect(problemsOf({ subject: 'Hello', body, facts }).join()).toMatch(problem);
  });
});
