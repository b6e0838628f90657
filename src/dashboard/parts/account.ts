import type { DashboardAccount } from '../../app/publishing/dashboard-reports.ts';
import type { BandLabel } from '../../domain/assessment.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { isOverridden } from '../../domain/override.ts';
import { lostPoints } from '../../words/evidence.ts';
import { BUCKET_LABELS, CAP_LABELS } from '../../words/labels.ts';
import { perMonth } from '../../words/numbers.ts';
import { plain } from '../../words/plain.ts';
import { type Html, html } from '../html.ts';

const NAME = 60;
const BAND_CLASSES: Readonly<Record<BandLabel, string>> = {
  CRITICAL: 'critical',
  WARN: 'warn',
  ok: 'ok',
  healthy: 'healthy',
  champion: 'champion',
  onboarding: 'none',
  'not scored': 'none',
};

/** The account's name, cleaned; its id where the name draws nothing. */
export function nameOf({ account }: DashboardAccount): string {
  return plain(account.name, { max: NAME, fallback: account.accountId });
}

/** The name on a line of its own direction. */
export function nameHtml(account: DashboardAccount): Html {
  return html`<bdi>${nameOf(account)}</bdi>`;
}

export function ownerOf({ account: { owner } }: DashboardAccount): string {
  return owner === null ? 'no owner' : plain(owner.name, { max: 40, fallback: owner.email });
}

/** The band in words, with a colour beside that says nothing more. */
export function bandHtml(band: BandLabel | null): Html {
  return html`<span class="band ${band === null ? 'none' : BAND_CLASSES[band]}">${band ?? 'excluded'}</span>`;
}

/** `18.5`; null without a score. */
export function scoreText({ assessment: { health } }: DashboardAccount): string | null {
  return health.scoreTenths === null ? null : formatTenths(health.scoreTenths);
}

/** `18.5 CRITICAL`, with `(by hand)` where a person's override made it. */
export function scoreHtml(account: DashboardAccount): Html {
  const score = scoreText(account);
  const byHand = score !== null && isOverridden(account.assessment.health) ? ' (by hand)' : '';
  return html`${score === null ? null : html`<b class="score">${score}</b> `}${bandHtml(account.band)}${byHand}`;
}

/** The cap in force, else what costs most points; null where nothing does. */
export function reasonText({ assessment: { health, seats } }: DashboardAccount): string | null {
  if (health.scoreTenths === null) return BUCKET_LABELS[seats.bucket];
  return health.cap === null ? (lostPoints(health.components)[0] ?? null) : CAP_LABELS[health.cap];
}

/** `+5 seats ≈ $375/mo`; the amount only where the link shows it. */
export function offerText({ expansionSeats, money }: DashboardAccount): string | null {
  if (expansionSeats === null) return null;
  const worth = money?.expansion == null ? '' : ` ≈ ${perMonth(money.expansion)}`;
  return `+${expansionSeats} seats${worth}`;
}
