import type { DraftBucket, Persona } from '../draft-facts.ts';
import { atRisk } from './at-risk.ts';
import { dormant } from './dormant.ts';
import { expansion } from './expansion.ts';
import { incident } from './incident.ts';
import { onboarding } from './onboarding.ts';
import { ramping } from './ramping.ts';
import { renewal } from './renewal.ts';
import { rightSize } from './right-size.ts';
import { silent } from './silent.ts';
import { steady } from './steady.ts';
import type { BucketTemplates, Template } from './template.ts';
import { watch } from './watch.ts';

/** Every bucket has wordings for every persona; a bucket without an opinion of its own gets the check-in. */
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
  no_signal: steady,
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

/** The wordings to offer for a bucket and a persona: the default first, the occasions last. */
export function templatesFor(bucket: DraftBucket, persona: Persona): readonly [TemplateChoice, ...TemplateChoice[]] {
  const [first, ...rest] = choices(bucket, persona);
  const occasions = OCCASIONS.filter((occasion) => occasion !== bucket).flatMap((occasion) =>
    choices(occasion, persona),
  );
  return [first, ...rest, ...occasions];
}

function choices(bucket: DraftBucket, persona: Persona): [TemplateChoice, ...TemplateChoice[]] {
  const choice = ({ name, label }: { readonly name: string; readonly label: string }): TemplateChoice => ({
    id: `${bucket}.${persona}.${name}`,
    label,
    bucket,
  });
  const [first, ...rest] = TEMPLATES[bucket][persona];
  return [choice(first), ...rest.map(choice)];
}

/** The wording with this id among a bucket's and persona's; undefined when the id is another's or nobody's. */
export function findTemplate<P extends Persona>(id: string, bucket: DraftBucket, persona: P): Template<P> | undefined {
  const templates: readonly Template<P>[] = TEMPLATES[bucket][persona];
  return templates.find(({ name }) => id === `${bucket}.${persona}.${name}`);
}
