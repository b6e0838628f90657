import type { DraftBucket, Persona } from '../draft-facts.ts';
import { atRisk } from './at-risk.ts';
import { dormant } from './dormant.ts';
import { expansion } from './expansion.ts';
import { incident } from './incident.ts';
import { noSignal } from './no-signal.ts';
import { onboarding } from './onboarding.ts';
import { ramping } from './ramping.ts';
import { renewal } from './renewal.ts';
import { rightSize } from './right-size.ts';
import { silent } from './silent.ts';
import { steady } from './steady.ts';
import type { BucketTemplates, Refusal, Template } from './template.ts';
import { watch } from './watch.ts';

/** Every bucket answers for every persona; one without an opinion of its own gets the check-in. */
const TEMPLATES: Readonly<Record<DraftBucket, BucketTemplates>> = {
  at_risk: atRisk,
  dormant,
  ramping,
  expansion,
  watch,
  renewal,
  silent_14: silent,
  incident,
  onboarding,
  steady,
  right_size: rightSize,
  small: steady,
  no_signal: noSignal,
  no_seats: steady,
  excluded: steady,
} satisfies Record<DraftBucket, BucketTemplates>;

/** All buckets and occasions, in the order of the registry. */
export const DRAFT_BUCKETS = Object.keys(TEMPLATES) as readonly DraftBucket[];
export const PERSONAS = ['admin', 'key_contact', 'exec', 'procurement'] as const satisfies readonly Persona[];

/** Occasions that may outrank any bucket, and are offered after its own wordings. */
const OCCASIONS = ['renewal', 'incident', 'right_size'] as const satisfies readonly DraftBucket[];

export interface TemplateChoice {
  readonly id: string;
  readonly label: string;
  /** What `allowedFacts` is to be asked for before composing: an occasion's facts differ from the bucket's. */
  readonly bucket: DraftBucket;
}

/**
 * The wordings to offer for a bucket and a persona: the default first, the occasions last. Where the bucket's own are
 * refused, the first occasion is the default and `refusalOf` says why.
 */
export function templatesFor(bucket: DraftBucket, persona: Persona): readonly [TemplateChoice, ...TemplateChoice[]] {
  const others = OCCASIONS.filter((occasion) => occasion !== bucket);
  const [first, ...rest] = [bucket, ...others].flatMap((one) => choices(one, persona));
  if (first) return [first, ...rest];
  throw new Error(`no wording at all for ${bucket} and ${persona}`);
}

/** Why a bucket has no wording of its own for a persona; null when it has one. */
export function refusalOf(bucket: DraftBucket, persona: Persona): string | null {
  const offered: BucketTemplates[Persona] = TEMPLATES[bucket][persona];
  return 'refused' in offered ? offered.refused : null;
}

/** What a wording is called, for the people here; the id of one that is no longer offered. */
export function templateLabel(id: string): string {
  const [bucket, persona] = id.split('.', 2);
  const ownBucket = DRAFT_BUCKETS.find((known) => known === bucket);
  const ownPersona = PERSONAS.find((known) => known === persona);
  if (!ownBucket || !ownPersona) return id;
  return choices(ownBucket, ownPersona).find((choice) => choice.id === id)?.label ?? id;
}

function choices(bucket: DraftBucket, persona: Persona): TemplateChoice[] {
  return wordings(bucket, persona).map(({ name, label }) => ({ id: `${bucket}.${persona}.${name}`, label, bucket }));
}

function wordings<P extends Persona>(bucket: DraftBucket, persona: P): readonly Template<P>[] {
  const offered: readonly Template<P>[] | Refusal = TEMPLATES[bucket][persona];
  return 'refused' in offered ? [] : offered;
}

/** The wording with this id among a bucket's and persona's; undefined when the id is another's or nobody's. */
export function findTemplate<P extends Persona>(id: string, bucket: DraftBucket, persona: P): Template<P> | undefined {
  return wordings(bucket, persona).find(({ name }) => id === `${bucket}.${persona}.${name}`);
}
