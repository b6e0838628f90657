import { describe, expect, it } from 'vitest';
import { allowedFacts } from '../../src/email/allowed-facts.ts';
import type { DraftBucket, KnownFacts, Persona } from '../../src/email/draft-facts.ts';
import { lintDraft } from '../../src/email/lint-draft.ts';
import { MEGACORP } from '../support/known-facts.ts';
import { processorMs } from '../support/processor-time.ts';

function lint(
  body: string,
  options: { persona?: Persona; bucket?: DraftBucket; known?: Partial<KnownFacts>; linkHosts?: string[] } = {},
) {
  const { persona = 'admin', bucket = 'at_risk', known = {}, linkHosts = [] } = options;
  const facts = allowedFacts({ persona, bucket, known: { ...MEGACORP, ...known } });
  return lintDraft({ subject: '', body, facts, linkHosts });
}

describe('the linter refuses', () => {
  it.each([
    ['You overpay for this.', 'confidential', 'overpay'],
    ['36 seats are unused.', 'confidential', 'unused'],
    ['Do not waste them.', 'confidential', 'waste'],
    ['We fear churn.', 'confidential', 'churn'],
    ['You are at risk.', 'confidential', 'at risk'],
    ['The AT-RISK list', 'confidential', 'AT-RISK'],
    ['Your health score fell.', 'confidential', 'health score'],
    ['Before you downgrade', 'confidential', 'downgrade'],
    ['Be\u00adfore you down\u200bgrade', 'confidential', 'downgrade'],
    ['un\u200dused ｗａｓｔｅ', 'confidential', 'waste'],
    ['Your MRR grows.', 'confidential', 'MRR'],
    ['A discount is possible.', 'pressure', 'discount'],
    ['Your last chance', 'pressure', 'last chance'],
    ['Just checking in!', 'style', 'Just checking in'],
    ['It costs $5.', 'money', '$5'],
    ['It costs $14.', 'money', '$14'],
    ['It costs 14 EUR', 'money', '14 EUR'],
    ['It costs €14', 'money', '€14'],
    ['It costs 14 dollars', 'money', '14 dollars'],
    ['It is 28 % now', 'percent', '28 %'],
    ['It is 14 percent now', 'percent', '14 percent'],
    ['It is fourteen percent now', 'percent', 'fourteen percent'],
    ['15 people', 'number', '15'],
    ['1,234 people', 'number', '1,234'],
    ['1\u202f234 people', 'number', '1,234'],
    ['14k people', 'number', '14k'],
    ['１５ people', 'number', '15'],
    ['٣ people', 'number', '٣'],
    ['14.5 people', 'number', '14.5'],
    ['twenty-eight people', 'number', 'twenty-eight people'],
    ['two hundred seats', 'number', 'two hundred seats'],
    ['half of your seats', 'number', 'half of your seats'],
    ['fixed on 25 Feb', 'number', '25'],
    ['see https://evil.example/x', 'link', 'https://evil.example/x'],
  ])('%j as %s, naming %j and a remedy', (body, rule, words) => {
    const finding = lint(body).find((item) => item.rule === rule && item.words === words);
    expect(finding, JSON.stringify(lint(body))).toBeDefined();
    expect(finding?.remedy).toMatch(/\.$/);
  });

  it('words in the subject too, and names each once', () => {
    const facts = allowedFacts({ persona: 'admin', bucket: 'at_risk', known: MEGACORP });
    const findings = lintDraft({ subject: 'churn', body: 'churn and churn', facts });
    expect(findings.map(({ words }) => words)).toEqual(['churn']);
  });

  it('a forbidden word beside a name that contains it', () => {
    const known = { accountName: 'Waste Management' };
    expect(lint('Hello Waste Management', { known })).toEqual([]);
    expect(lint('Hello Waste Management, you waste seats', { known })).toMatchObject([{ words: 'waste' }]);
  });

  it('a number that only a part of a name or of a number would cover', () => {
    expect(lint('33M and 30', { known: { accountName: '3M' } })).toMatchObject([{ words: '33M' }, { words: '30' }]);
    expect(lint('1,777,001', { known: { accountName: '777' } })).toMatchObject([{ words: '1,777,001' }]);
    expect(lint('On 9 May', { known: { recipientFirstName: 'May', departments: [] } })).toMatchObject([{ words: '9' }]);
  });

  it('the price to everybody but the persona who may see it, and any other amount to them', () => {
    const price = 'USD 60,000 per year';
    expect(lint(price, { persona: 'procurement' })).toEqual([]);
    expect(lint('$60,000.', { persona: 'procurement' })).toEqual([]);
    expect(lint('USD 59,000', { persona: 'procurement' })).toMatchObject([{ rule: 'money' }]);
    expect(lint(price)).toMatchObject([{ rule: 'money', words: 'USD 60,000' }]);
    expect(lint(price, { persona: 'exec' })).toMatchObject([{ rule: 'money' }]);
    expect(lint(price, { persona: 'exec', known: { askedFor: ['price'] } })).toEqual([]);
  });
});

describe('the linter accepts', () => {
  it.each([
    '14 people, in November 32; fourteen people',
    '“Incident review” 1,210 or 1210 times',
    'fixed on 24 Feb, 24 February, Feb 24, 24 Feb 2026, 2026-02-24',
    'One board, two options, a person, 20 minutes on Thursday',
    'I would like to talk.',
    '',
  ])('%j', (body) => expect(lint(body)).toEqual([]));

  it('percentages that follow from the seats when the seats are facts', () => {
    expect(lint('28 %, 28.0 % or 28 percent', { bucket: 'right_size' })).toEqual([]);
    expect(lint('29 %', { bucket: 'right_size' })).toMatchObject([{ rule: 'percent' }]);
  });

  it.each(['7Geese', '3M', 'Area 51, Inc.', '1’000 Ideas', 'Unused $5 Ltd', 'Studio ½'])(
    'the name %j wherever it stands whole',
    (accountName) =>
      expect(lint(`Hi — ${accountName}: (${accountName}), ${accountName}'s`, { known: { accountName } })).toEqual([]),
  );

  it('a link to a configured host', () => {
    expect(lint('https://app.example/14/99?x=1', { linkHosts: ['app.example'] })).toEqual([]);
    expect(lint('https://app.example@evil.example', { linkHosts: ['app.example'] })).toMatchObject([{ rule: 'link' }]);
    expect(lint('ftp://app.example', { linkHosts: ['app.example'] })).toMatchObject([{ rule: 'link' }]);
  });

  it('any text in a time that grows no faster than the text', () => {
    for (const part of ['1', '1,', 'a', '$', 'over ', '1 ', '://', 'twenty ', 'a://', ' ']) {
      const text = part.repeat(20_000);
      expect(
        processorMs(() => lint(text)),
        part,
      ).toBeLessThan(1_500);
    }
  });
});
