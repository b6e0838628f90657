import { describe, expect, it } from 'vitest';
import { outline } from '../../../src/app/qbr/outline.ts';
import { type OutlineFacts, type OutlineKnown, outlineFacts } from '../../../src/app/qbr/outline-facts.ts';
import { shownDepartments } from '../../../src/app/qbr/shown-departments.ts';
import { addDays } from '../../../src/domain/day.ts';
import { fc } from '../../support/fc.ts';
import { hostile } from '../../support/hostile-text.ts';

const RUNS = 10_000;
/** Marks that stand in every fact that a customer must not see, so that one look finds them. */
const CANARY = 'Canary';
const SECRET = 918_273;

const bad = fc.constantFrom(Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, 2 ** 60);
const count = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 900_000 }) }, { weight: 1, arbitrary: bad });
const small = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }) }, { weight: 1, arbitrary: bad });
const day = fc.oneof(
  fc.integer({ min: -900, max: 200 }).map((ago) => addDays('2026-03-01', ago)),
  fc.constantFrom('2026-02-30', 'yesterday', ''),
);
const leak = fc.constantFrom(
  'Wasted seats',
  'Our MRR $5,000',
  'at-risk team',
  'Health score 18.5',
  'Low-touch group',
  'sam@megacorp.example',
  'Downgrade soon',
  'un\u200bused',
  'ＣＨＵＲＮ list',
  '[click](https://evil.example)',
  '![x](data:image/svg)',
  'www.evil.example',
  '<img src=x>',
  '# Heading\n- item',
);
const text = fc.oneof(
  { weight: 4, arbitrary: leak },
  { weight: 4, arbitrary: fc.constantFrom('Platform', 'Sales', 'report_exported', 'Slow export') },
  { weight: 1, arbitrary: hostile },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
);

/** A fact with further fields that ride along, as a careless caller would pass them. */
function laden<T extends object>(fact: fc.Arbitrary<T>): fc.Arbitrary<T> {
  const riders = {
    scoreTenths: SECRET,
    band: `${CANARY} CRITICAL`,
    exposure: { minor: SECRET, currency: 'USD' },
    who: `${CANARY} Sam`,
    owner: CANARY,
  };
  return fact.map((value) => ({ ...riders, ...value }));
}

const usage = laden(fc.record({ events: count, before: fc.option(count) }));
const known: fc.Arbitrary<OutlineKnown> = laden(
  fc.record({
    accountId: text,
    accountName: text,
    asOf: fc.integer({ min: -400, max: 400 }).map((ago) => addDays('2026-03-01', ago)),
    usage: fc.option(usage),
    workflows: fc.option(fc.array(laden(fc.record({ name: text, events: count, before: fc.option(count) })))),
    months: fc.option(fc.array(laden(fc.record({ until: day, people: small })), { maxLength: 8 })),
    departments: fc.option(fc.array(laden(fc.record({ name: text, people: small, active: small })), { maxLength: 9 })),
    milestones: fc.option(
      fc.array(laden(fc.record({ days: fc.constantFrom(30, 60, 90), on: day, people: fc.option(small) }))),
    ),
    errors: fc.option(laden(fc.record({ errors: count, events: count }))),
    support: fc.option(
      laden(
        fc.record({
          opened: small,
          closed: small,
          stillOpen: small,
          fixed: fc.array(laden(fc.record({ subject: text, fixedOn: day })), { maxLength: 8 }),
        }),
      ),
    ),
    feedback: fc.option(laden(fc.record({ answers: small }))),
  }),
);

/** Words of ours that our own sentences must not hold; what a customer wrote is checked before it is quoted. */
const OURS =
  /\bscore|\bband\b|CRITICAL|\bWARN\b|at[- ]risk|exposure|unused|waste|\bARR\b|\bMRR\b|\bNPS\b|priority|playbook|churn|\$|€|seats?\b/i;

/** What of the hostile texts may not be quoted either, however it is spelled. */
const WRITTEN = /\bMRR\b|\$\s?\d|wasted|unused|at-risk|health score|low-touch|downgrade|churn|@megacorp/i;

function phrasesOf(facts: OutlineFacts): string[] {
  const { accountName, departments, support, workflows } = facts;
  return [
    accountName,
    ...(departments ?? []).map(({ name }) => name),
    ...(workflows ?? []).map(({ name }) => name),
    ...(support?.fixed ?? []).map(({ subject }) => subject),
  ].sort((a, b) => b.length - a.length);
}

/** The text without a phrase where it stands by itself, never inside a word or a number. */
function withoutWhole(text: string, phrase: string): string {
  const escaped = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}]|\\d,)${escaped}(?![\\p{L}\\p{N}]|,\\d)`, 'gu'), '□');
}

/** Every number of the facts, by a walk of its own. */
function numbersIn(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(numbersIn);
  return [];
}

describe('the outline for a customer', () => {
  it(`tells nothing that is not allowed, in ${RUNS} outlines of hostile and random facts`, () => {
    let withFacts = 0;
    fc.assert(
      fc.property(known, (given) => {
        const { text: shown, warnings } = outline(given);
        expect(warnings).toEqual([]);
        expect(shown).not.toMatch(new RegExp(`${CANARY}|${SECRET}|918,273`));
        expect(shown.normalize('NFKC')).not.toMatch(WRITTEN);
        expect(shown).not.toMatch(/:\/\/|[<>[\]`|*]|www\./i);
        const facts = outlineFacts(given);
        const ours = phrasesOf(facts).reduce(withoutWhole, shown);
        expect(ours).not.toMatch(OURS);
        const dayless = shown.replace(/\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?/g, '□');
        const allowed = new Set([
          ...numbersIn(facts),
          ...phrasesOf(facts).flatMap((phrase) => phrase.match(/\d+/g) ?? []),
        ]);
        for (const [number] of dayless.matchAll(/\d{1,3}(?:,\d{3})+|\d+/g)) {
          if (!allowed.has(number)) expect(allowed).toContain(number.replaceAll(',', ''));
        }
        if (!shown.includes('not connected')) withFacts += 1;
      }),
      { numRuns: RUNS },
    );
    expect(withFacts).toBeGreaterThan(0);
  }, 300_000);

  it('shows no department by which fewer than five people could be found', () => {
    const group = fc.record({
      name: fc.option(fc.constantFrom('A', 'B', 'C', 'D')),
      people: fc.integer({ min: 0, max: 12 }),
      active: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.array(group, { maxLength: 8 }), (groups) => {
        const shown = shownDepartments(groups, 5);
        const people = (list: readonly { readonly people: number }[]) => list.reduce((sum, one) => sum + one.people, 0);
        expect(shown.every((one) => one.people >= 5)).toBe(true);
        const hidden = people(groups) - people(shown);
        expect(hidden === 0 || hidden >= 5 || shown.length === 0).toBe(true);
      }),
    );
  });

  it('has no field for a forbidden fact', () => {
    const facts = outlineFacts({
      accountId: 'a',
      accountName: 'A',
      asOf: '2026-03-01',
      usage: null,
      workflows: null,
      months: null,
      departments: null,
      milestones: null,
      errors: null,
      support: null,
      feedback: null,
    });
    // @ts-expect-error no score
    expect(facts.scoreTenths).toBeUndefined();
    // @ts-expect-error no money
    expect(facts.exposure).toBeUndefined();
    // @ts-expect-error facts are made by outlineFacts only
    const forged: OutlineFacts = { ...facts, accountName: 'B', [Symbol.iterator]: 1 };
    expect(forged).toBeDefined();
  });
});
