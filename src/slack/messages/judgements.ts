import type { AccountHealthReport } from '../../app/accounts/account-report.ts';
import type { AuthorRef, OverrideRef } from '../../app/judgements/judgement-report.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { count, plural, shortDay } from '../../words/numbers.ts';
import { mention, untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';

const NOTE = 120;
/** From here on a day without its year could be taken for one of this year. */
const NEAR_DAYS = 300;

/** Whether a mention would notify: on a message that others than the asker get. */
interface Audience {
  readonly shared: boolean;
}

const ASKER: Audience = { shared: false };

/** What people decided about the account, one line each. */
export function judgementLines(report: AccountHealthReport, audience: Audience = ASKER): string[] {
  return [overrideLine(report, audience), planLine(report), sentimentLine(report, audience)].filter(
    (line) => line !== null,
  );
}

/** `Override: capped at 44.9 until 3 May by Dana: says they leave (without it 88.0)`; null without one. */
export function overrideLine({ standing, judgements }: AccountHealthReport, audience: Audience = ASKER): string | null {
  const { health } = standing.assessment;
  const { override, day } = judgements;
  if (override === null) {
    return health.override === undefined ? null : 'Override: ended, gone from the next snapshot on';
  }
  const held = `${override.kind === 'value' ? 'set to' : 'capped at'} ${formatTenths(override.tenths)}`;
  const until = `until ${dayText(override.expiresOn, day)} by ${authorText(override.author, audience)}`;
  return `Override: ${held} ${until}: ${noteText(override.reason)} (${effectText(health, override)})`;
}

function effectText(health: AccountHealthReport['standing']['assessment']['health'], override: OverrideRef): string {
  const applied = health.override;
  if (health.scoreTenths === null) return 'no score to override now';
  if (applied === undefined || applied.tenths !== override.tenths || applied.kind !== override.kind) {
    return 'shows from the next snapshot on';
  }
  return `without it ${formatTenths(applied.withoutTenths)}`;
}

/** `Growth plan: 20 of 40 people by 1 Jun`; null without one. */
export function planLine({ standing, judgements: { growthPlan: plan, day } }: AccountHealthReport): string | null {
  if (plan === null) return null;
  const { active_users_30d: active } = standing.assessment.facts;
  const progress = `${count(active)} of ${plural(plan.target, 'person', 'people')} by ${dayText(plan.by, day)}`;
  return join([`Growth plan: ${progress}`, plan.note === null ? null : noteText(plan.note)]);
}

/** `Sentiment: concerned · 12 d ago · Lee`; null without one. */
export function sentimentLine(
  { judgements: { sentiment: felt, day } }: AccountHealthReport,
  audience: Audience = ASKER,
): string | null {
  if (felt === null) return null;
  const days = daysBetween(felt.on, day);
  const since = days <= 0 ? 'today' : `${count(days)} d ago`;
  const note = felt.note === null ? null : noteText(felt.note);
  return join([`Sentiment: ${felt.sentiment}`, since, authorText(felt.author, audience), note]);
}

// A mention shows the name to the one who asks, and would notify the author in a channel.
/** A person by name; by a mention where nobody is notified and no name is known. */
export function authorText({ id, name }: AuthorRef, { shared }: Audience): string {
  const known = name === null && !shared ? mention(id) : null;
  return known ?? untrusted(name ?? '', { max: 40, fallback: id });
}

function noteText(note: string): string {
  return untrusted(note, { max: NOTE });
}

function dayText(day: Day, today: Day): string {
  return daysBetween(today, day) > NEAR_DAYS ? `${shortDay(day)} ${day.slice(0, 4)}` : shortDay(day);
}
