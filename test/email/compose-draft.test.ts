import { describe, expect, it } from 'vitest';
import { allowedFacts } from '../../src/email/allowed-facts.ts';
import { composeDraft } from '../../src/email/compose-draft.ts';
import { lintDraft } from '../../src/email/lint-draft.ts';
import { DRAFT_BUCKETS, PERSONAS, refusalOf, templateLabel, templatesFor } from '../../src/email/templates/index.ts';
import { fc } from '../support/fc.ts';
import { CANARIES, CELLS, type Cell, HOSTILE, knownFacts, MEGACORP, wordedBy } from '../support/known-facts.ts';

const RUNS_PER_CELL = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

function draft(cell: Cell, known = MEGACORP) {
  const facts = allowedFacts({ persona: cell.persona, bucket: cell.bucket, known });
  return { facts, ...composeDraft({ facts, templateId: cell.templateId }) };
}

describe('the wordings', () => {
  it('reads for at_risk and admin as one observation, one question and one ask', () => {
    const [first] = templatesFor('at_risk', 'admin');
    const { body } = draft({ bucket: 'at_risk', persona: 'admin', templateId: first.id });
    expect(body).toBe(
      'Hi Priya — in the past month 14 people at Megacorp used Boardly; in November it was 32. ' +
        "I'd like to understand which teams changed how they work, and whether something on our side " +
        '(“Slow export” and “Export stops”, both fixed on 24 Feb) got in the way. ' +
        "Could we take 20 minutes on Thursday? I'll bring the team-level view so you can see it too.\n\nDana",
    );
  });

  it('offers for every bucket and persona a default first and the occasions after it, with unique ids', () => {
    for (const bucket of DRAFT_BUCKETS) {
      for (const persona of PERSONAS) {
        const choices = templatesFor(bucket, persona);
        const refusal = refusalOf(bucket, persona);
        expect(choices[0].bucket === bucket).toBe(refusal === null);
        expect(refusal).not.toBe('');
        expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
        expect(choices.map((choice) => choice.bucket)).toContain('right_size');
        for (const choice of choices) {
          expect(draft({ bucket: choice.bucket, persona, templateId: choice.id }).body).not.toBe('');
        }
      }
    }
  });

  it.each(CELLS)('$templateId stays within 120 words and reads well with and without facts', (cell) => {
    const bare = { accountId: 'megacorp', accountName: 'Megacorp', asOf: '2026-03-01' };
    for (const { subject, body } of [draft(cell), draft(cell, bare)]) {
      expect(body.split(/\s+/).length).toBeLessThanOrEqual(120);
      expect(`${subject} ${body}`).not.toMatch(/undefined|null|NaN|\[object|\(\)|“”| {2}| [.,;:?]|\.\.|— [.?]/);
      expect(subject).toMatch(/^\S.*\S$/);
      expect(body.startsWith('Hi ')).toBe(true);
    }
  });

  it('refuses only where the policy leaves nothing to say, and says what to do instead', () => {
    const refused = DRAFT_BUCKETS.flatMap((bucket) =>
      PERSONAS.filter((persona) => refusalOf(bucket, persona) !== null).map((persona) => `${bucket} ${persona}`),
    );
    expect(refused).toEqual([
      'silent_14 procurement',
      'incident procurement',
      ...PERSONAS.map((persona) => `no_signal ${persona}`),
    ]);
    expect(refusalOf('no_signal', 'admin')).toMatch(/check the mapping/);
    expect(refusalOf('incident', 'procurement')).toMatch(/write to the admin/);
  });

  it('calls each wording by its name, and one that is gone by its id', () => {
    for (const { templateId } of CELLS) expect(templateLabel(templateId)).not.toBe(templateId);
    for (const id of ['at_risk.admin.gone', 'x', '', 'at_risk.__proto__.goal']) expect(templateLabel(id)).toBe(id);
  });

  it('asks nothing of a key contact after an incident or silence', () => {
    for (const bucket of ['incident', 'silent_14'] as const) {
      const [first] = templatesFor(bucket, 'key_contact');
      expect(draft({ bucket, persona: 'key_contact', templateId: first.id }).body).not.toContain('?');
    }
  });

  it('refuses a wording of another bucket or persona, and one that does not exist', () => {
    const facts = allowedFacts({ persona: 'admin', bucket: 'at_risk', known: MEGACORP });
    for (const templateId of ['dormant.admin.invitations', 'at_risk.exec.goal', 'x', '', '__proto__']) {
      expect(() => composeDraft({ facts, templateId })).toThrow(/templateId/);
    }
  });
});

describe('drafts over generated facts', () => {
  it(`lint clean, hide nothing and leak nothing: ${CELLS.length * RUNS_PER_CELL} drafts`, () => {
    let drafts = 0;
    for (const cell of CELLS) {
      fc.assert(
        fc.property(knownFacts, (known) => {
          const { subject, body, facts } = draft(cell, known);
          drafts += 1;
          expect(lintDraft({ subject, body, facts })).toEqual([]);
          expect(subject).not.toMatch(/[\r\n]/);
          expect(`${subject}\n${body}`).not.toMatch(HIDDEN);
          expect(`${subject}${body}`).not.toMatch(/[<>]|:\/\//);
          expect(`${subject}\n${body}`).not.toContain('CANARY');
          expect(() => encodeURIComponent(subject + body)).not.toThrow();
          expect(body.length).toBeLessThanOrEqual(2_000);
          expect(subject).not.toBe('');
        }),
        { numRuns: RUNS_PER_CELL, seed: 20260301 },
      );
    }
    expect(drafts).toBe(CELLS.length * RUNS_PER_CELL);
  });

  it.each(CELLS)('$templateId holds no forbidden fact although all are known', (cell) => {
    const { subject, body, facts } = draft(cell, { ...MEGACORP, askedFor: ['seats', 'price'] });
    const everything = `${subject}\n${body}\n${JSON.stringify(facts)}`;
    for (const canary of CANARIES) expect(everything).not.toContain(canary);
  });

  it('would show a canary if a forbidden fact were a permitted one', () => {
    const cell = { bucket: 'at_risk', persona: 'exec', templateId: 'at_risk.exec.goal' } as const;
    expect(draft(cell, { ...MEGACORP, goal: 'CANARY-goal' }).body).toContain('CANARY');
  });

  it('survives each hostile text in every field at once', () => {
    for (const text of HOSTILE) {
      for (const cell of CELLS) {
        const { subject, body, facts } = draft(cell, wordedBy(text));
        expect(lintDraft({ subject, body, facts }), text.slice(0, 40)).toEqual([]);
        expect(`${subject}\n${body}`).not.toMatch(HIDDEN);
        expect(`${subject}${body}`).not.toMatch(/[<>]/);
        expect(body.length).toBeLessThanOrEqual(2_000);
      }
    }
  });

  it('names the account by its id when nothing of its name is visible', () => {
    const facts = allowedFacts({
      persona: 'admin',
      bucket: 'steady',
      known: { ...MEGACORP, accountName: '\u200B\u202E' },
    });
    expect(facts.accountName).toBe('megacorp');
  });
});
