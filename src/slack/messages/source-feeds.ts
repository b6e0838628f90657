import type { SourceFeed } from '../../app/freshness/freshness-report.ts';
import { age, compact } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';

/** With more sources only what looks broken is spelled out: the line is read on a phone. */
export const SPELLED_OUT = 4;
const BROKEN_SHOWN = 6;
const NAMES: Readonly<Record<string, string>> = {
  csv: 'files',
  hubspot: 'HubSpot',
  posthog: 'PostHog',
  segment: 'Segment',
  sentry: 'Sentry',
  stripe: 'Stripe',
  zendesk: 'Zendesk',
};

/** `Stripe 3 min, events 1 min (18.2 k, usual 17–20 k), Zendesk 2 h ⚠`; null without sources. */
export function feedsText(feeds: readonly SourceFeed[]): string | null {
  if (feeds.length === 0) return null;
  if (feeds.length <= SPELLED_OUT) return feeds.map(feedText).join(', ');
  const broken = feeds.filter((feed) => feed.broken);
  const others = feeds.length - broken.length;
  const more = broken.length - BROKEN_SHOWN;
  const parts = [
    ...broken.slice(0, BROKEN_SHOWN).map(feedText),
    ...(more > 0 ? [`${more} more ⚠`] : []),
    ...(others > 0 ? [broken.length === 0 ? `all ${others} sources as usual` : `${others} others as usual`] : []),
  ];
  return parts.join(', ');
}

function feedText({ ageMinutes, broken, source, volume }: SourceFeed): string {
  const name = Object.hasOwn(NAMES, source) ? NAMES[source] : untrusted(source, { max: 20 });
  const amount = volume === null ? '' : ` (${compact(volume.lastDay)}, usual ${range(volume)})`;
  return `${name} ${age(ageMinutes)}${amount}${broken ? ' ⚠' : ''}`;
}

/** `17–20 k`, `900–1.2 k`, `300`. */
function range({ usualLeast, usualMost }: NonNullable<SourceFeed['volume']>): string {
  const [least, most] = [compact(usualLeast), compact(usualMost)];
  if (least === most) return most;
  const unit = / [kM]$/.exec(most)?.[0] ?? '';
  return `${unit !== '' && least.endsWith(unit) ? least.slice(0, -unit.length) : least}–${most}`;
}
