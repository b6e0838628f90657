import { AppError } from '../lib/errors.ts';
import { cleanName } from './clean-text.ts';
import { isDay } from './day.ts';
import type { DraftBucket, DraftFacts, DraftNames, FactsFor, KnownFacts, Persona } from './draft-facts.ts';
import { FACT_POLICY, factScope } from './fact-policy.ts';
import type { SharedFactName, SharedFacts } from './known-facts.ts';
import { TAKE_FACT } from './take-fact.ts';

const MEETING_MINUTES = 20;
const SETUP_MINUTES = 10;

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/**
 * The facts that a draft to this persona about this bucket may hold: the only way from what is known of an
 * account to a text for a customer. Facts the policy bars, that are unknown or that quote our own vocabulary
 * are absent. Names are cleaned and clipped; a name with nothing visible falls back to the account's id.
 * @throws AppError `invalid` when `asOf` is not a day.
 */
export function allowedFacts<P extends Persona>(input: {
  readonly persona: P;
  readonly bucket: DraftBucket;
  readonly known: KnownFacts;
}): FactsFor<P>;
export function allowedFacts(input: {
  readonly persona: Persona;
  readonly bucket: DraftBucket;
  readonly known: KnownFacts;
}): DraftFacts {
  const { persona, bucket, known } = input;
  if (!isDay(known.asOf)) {
    throw new AppError(
      'invalid',
      'asOf must be a calendar day such as 2026-03-01: give the day the facts are counted to.',
    );
  }
  const { asOf, askedFor, renewalDate } = known;
  const facts: Mutable<SharedFacts> = {};
  const copy = <K extends SharedFactName>(name: K): void => {
    const scope = factScope(FACT_POLICY[name][persona], { bucket, asOf, askedFor, renewalDate });
    const value = scope === 'none' ? undefined : TAKE_FACT[name]({ known, scope });
    if (value !== undefined) facts[name] = value;
  };
  for (const name of Object.keys(TAKE_FACT)) copy(name as SharedFactName);
  return { persona, ...draftNames({ bucket, known }), ...facts } as DraftFacts;
}

function draftNames({ bucket, known }: { readonly bucket: DraftBucket; readonly known: KnownFacts }): DraftNames {
  const recipientFirstName = cleanName(known.recipientFirstName ?? '', 40);
  const senderName = cleanName(known.senderName ?? '');
  const productName = cleanName(known.productName ?? '');
  const meetingDay = cleanName(known.meetingDay ?? '', 20);
  return {
    bucket,
    asOf: known.asOf,
    accountName: cleanName(known.accountName) || cleanName(known.accountId) || 'your team',
    ...(recipientFirstName && { recipientFirstName }),
    ...(senderName && { senderName }),
    ...(productName && { productName }),
    ...(meetingDay && { meetingDay }),
    meetingMinutes: minutes(known.meetingMinutes, MEETING_MINUTES),
    setupMinutes: minutes(known.setupMinutes, SETUP_MINUTES),
  };
}

function minutes(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 && value <= 240 ? value : otherwise;
}
