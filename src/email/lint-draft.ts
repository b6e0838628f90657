import { readableText } from './clean-text.ts';
import type { DraftFacts } from './draft-facts.ts';
import { type FactVocabulary, factVocabulary } from './fact-vocabulary.ts';
import { CONFIDENTIAL_WORDS, MONEY, STYLE_WORDS } from './forbidden-words.ts';
import { SPELLED_COUNT, spelledValue, VAGUE_SHARE } from './spelled-number.ts';

export interface LintFinding {
  readonly rule: 'confidential' | 'pressure' | 'style' | 'money' | 'percent' | 'number' | 'link';
  /** The words that are meant, as they stand in the text. */
  readonly words: string;
  readonly remedy: string;
}

/** Stands for a removed phrase: no letter, digit or blank, so that nothing joins across it. */
const GAP = '\u25a1';
const NUMBER = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\p{N}/gu;
const PERCENT_AFTER = /^\s?(?:%|percent\b|per cent\b|pct\b|percentage points?\b)/i;
const THOUSANDS_AFTER = /^\s?(?:k|m|thousand|million)\b/i;
const LINK = /\b[a-z]{2,12}:\/\/([^\s/?#]{1,253})\S*/gi;

/**
 * What in a text must not go to this customer: our vocabulary, pressure, money the reader may not see, and every
 * number that does not come from the facts. Takes any text, also one a person wrote. Names from the facts are
 * facts, whatever they contain. Links pass for `linkHosts` only. Empty = clean.
 */
export function lintDraft(input: {
  readonly subject: string;
  readonly body: string;
  readonly facts: DraftFacts;
  readonly linkHosts?: readonly string[];
}): readonly LintFinding[] {
  return lintTexts([input.subject, input.body], factVocabulary(input.facts), input.linkHosts);
}

/** The same for any texts to a customer, against the vocabulary of what they were made from. */
export function lintTexts(
  texts: readonly string[],
  vocabulary: FactVocabulary,
  linkHosts: readonly string[] = [],
): readonly LintFinding[] {
  const findings = texts.flatMap((text) => lintText(text, vocabulary, linkHosts));
  const seen = new Map(findings.map((finding) => [`${finding.rule} ${finding.words}`, finding]));
  return [...seen.values()];
}

function lintText(original: string, vocabulary: FactVocabulary, linkHosts: readonly string[]): LintFinding[] {
  const findings: LintFinding[] = [];
  const readable = readableText(original);
  const named = without(readable, vocabulary.phrases);
  for (const { rule, pattern, remedy } of [...CONFIDENTIAL_WORDS, ...STYLE_WORDS]) {
    for (const [words] of named.matchAll(pattern)) findings.push({ rule, words, remedy });
  }
  const unlinked = readable.replace(LINK, (words: string, host: string) => {
    if (!/^https?:/i.test(words) || !linkHosts.includes(host.toLowerCase())) {
      findings.push({ rule: 'link', words, remedy: 'Link to a configured host only, or leave the link out.' });
    }
    return GAP;
  });
  const unpriced = without(unlinked, vocabulary.phrases).replace(
    MONEY,
    (words: string, after?: string, before?: string) => {
      const amount = Number((after ?? before ?? '').replaceAll(',', ''));
      if (vocabulary.price === null || amount !== vocabulary.price) {
        findings.push({ rule: 'money', words, remedy: 'Leave the amount out; prices come from a billing preview.' });
      }
      return GAP;
    },
  );
  return [...findings, ...lintNumbers(unpriced, vocabulary)];
}

function lintNumbers(text: string, { numbers, percents }: FactVocabulary): LintFinding[] {
  const findings: LintFinding[] = [];
  const refuse = (rule: 'number' | 'percent', words: string): void => {
    const remedy =
      rule === 'percent'
        ? 'Write the counts behind the percentage; it cannot be derived from the facts.'
        : 'Use a number that the facts hold, or leave it out.';
    findings.push({ rule, words, remedy });
  };
  for (const match of text.matchAll(NUMBER)) {
    const [words] = match;
    const rest = text.slice(match.index + words.length, match.index + words.length + 20);
    const percent = PERCENT_AFTER.exec(rest)?.[0];
    const thousands = THOUSANDS_AFTER.exec(rest)?.[0];
    const value = Number(words.replaceAll(',', ''));
    if (percent !== undefined) {
      if (!percents.has(value)) refuse('percent', `${words}${percent}`);
    } else if (thousands !== undefined || !numbers.has(value)) refuse('number', `${words}${thousands ?? ''}`);
  }
  for (const match of text.matchAll(SPELLED_COUNT)) {
    const [words, first = '', second, third, noun = ''] = match;
    const value = spelledValue([first, second, third].flatMap((word) => (word ? [word] : [])));
    const article = /^an?$/i.test(first) && !second;
    if (article && !/^per ?cent/i.test(noun)) continue;
    if (/^per ?cent/i.test(noun)) {
      if (!percents.has(value)) refuse('percent', words);
    } else if (!numbers.has(value)) refuse('number', words);
  }
  for (const [words] of text.matchAll(VAGUE_SHARE)) refuse('number', words);
  return findings;
}

/** The text with each whole occurrence of a phrase taken out, in the order given. */
function without(text: string, phrases: readonly string[]): string {
  return phrases.reduce((left, phrase) => takeOut(left, phrase), text);
}

function takeOut(text: string, phrase: string): string {
  if (phrase === '') return text;
  let result = '';
  let from = 0;
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + phrase.length)) {
    const end = at + phrase.length;
    if (isInsideWord(text, at) || isInsideWord(text, end)) continue;
    result += `${text.slice(from, at)}${GAP}`;
    from = end;
  }
  return result + text.slice(from);
}

/** Whether a cut at `at` would fall into a word or into a number such as 1,234. */
function isInsideWord(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 2), at + 2);
  const left = text.slice(Math.max(0, at - 1), at);
  const right = text.charAt(at);
  return (
    (isWordCharacter(left) && isWordCharacter(right)) || (/\d[.,]\d/.test(around) && /[\d.,]{2}/.test(left + right))
  );
}

function isWordCharacter(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character);
}
