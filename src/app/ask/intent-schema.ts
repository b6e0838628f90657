import { z } from 'zod';
import {
  ACCOUNT_VIEWS,
  ASKED_REPORTS,
  COHORT_WORDS,
  type Intent,
  LONGEST_NAME,
  RENEWAL_SPANS,
} from '../../domain/ask/intent.ts';

const LONGEST_ANSWER = 2000;
const MOST_BOTTOM = 20;
const MOST_DAYS = 3650;
const MOST_POINTS = 100;

const name = z.string().trim().min(1).max(LONGEST_NAME);
const word = name.refine((text) => !text.includes(' '), { message: 'must be one word' });
const owner = word.nullable();

const intentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account'), view: z.enum(ACCOUNT_VIEWS), name }),
  z.strictObject({
    kind: z.literal('seats'),
    by: z.enum(['role', 'department']).nullable(),
    mine: z.boolean(),
    owner,
    plan: word.nullable(),
    renewsWithinDays: z.int().min(1).max(MOST_DAYS).nullable(),
    droppedPoints: z.int().min(1).max(MOST_POINTS).nullable(),
  }),
  z.strictObject({ kind: z.literal('renewals'), days: z.literal(RENEWAL_SPANS).nullable(), mine: z.boolean(), owner }),
  z.strictObject({ kind: z.literal('report'), report: z.enum(ASKED_REPORTS) }),
  z.strictObject({ kind: z.literal('bottom'), count: z.int().min(1).max(MOST_BOTTOM) }),
  z.strictObject({ kind: z.literal('cohorts'), by: z.enum(COHORT_WORDS) }),
  z.strictObject({ kind: z.literal('define'), term: name }),
  z.strictObject({ kind: z.literal('help') }),
]);

/**
 * What a language model chose out of the closed list. Null when it chose nothing, when its answer has another shape, or
 * when it names somebody or something that the question does not: a name is taken from the question or not at all.
 */
export function chosenIntent(answer: string, question: string): Intent | null {
  const found = intentSchema.safeParse(jsonIn(answer.slice(0, LONGEST_ANSWER))).data;
  if (found === undefined) return null;
  const asked = lettersOf(question);
  return namesIn(found).every((one) => isSaid(one, asked)) ? found : null;
}

function namesIn(intent: Intent): string[] {
  switch (intent.kind) {
    case 'account':
      return [intent.name];
    case 'seats':
      return [intent.owner, intent.plan].filter((one) => one !== null);
    case 'renewals':
      return [intent.owner].filter((one) => one !== null);
    case 'define':
      return [intent.term];
    default:
      return [];
  }
}

function isSaid(text: string, asked: string): boolean {
  const letters = lettersOf(text);
  return letters !== '' && asked.includes(letters);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The object that the answer is, with or without a fence around it. */
function jsonIn(answer: string): unknown {
  try {
    return JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  } catch {
    return null;
  }
}
