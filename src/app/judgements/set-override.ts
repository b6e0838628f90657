import type { Day } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { OVERRIDE_KINDS, type OverrideKind, type ScoreOverride } from '../../domain/override.ts';
import { endOverrideRow, insertOverride, loadOverrides, type OverrideRow } from '../../store/score-overrides.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { accountStanding } from '../accounts/account-standing.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { dayAhead, lineOfText, oneOf, refused, tenthsOf } from './check-input.ts';
import { type Judged, judge, todayOf } from './judge.ts';
import { overrideCounts } from './refs.ts';
import { rescoreToday } from './rescore-today.ts';

const LONGEST_DAYS = 90;

export interface SetOverrideInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id, or the name of a command. */
  readonly actor: string;
  readonly kind: OverrideKind;
  /** 0.0 to 100.0 with one decimal: `44.9`. */
  readonly points: string;
  readonly reason: string;
  /** The last local day on which it holds, 1 to 90 days ahead. */
  readonly expiresOn: Day;
}

export interface JudgementOutcome {
  /** `unchanged`: it was so already, and nothing was written. */
  readonly state: 'changed' | 'unchanged';
  /** Today's score shows it already; false: it will with today's snapshot, which has not been taken yet. */
  readonly shown: boolean;
}

/**
 * Puts a person's value or cap in the place of the rules' until a day. It replaces an override in force, and counts
 * from today on.
 * @throws AppError `invalid` whose message begins with the input field, `not_found` for an unknown account.
 */
export async function setOverride({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SetOverrideInput;
}): Promise<JudgementOutcome> {
  const override = checked(input, todayOf(ctx));
  return judge(ctx, input.accountId, async (judged) => {
    const { entry, moment } = judged;
    const [newest] = await loadOverrides(judged.ctx.db, entry.accountNo, 1);
    const current = newest && overrideCounts(newest, moment.day) ? newest : null;
    if (current !== null && isSame(current, override)) return { state: 'unchanged', shown: true };
    await requireScore(judged);
    if (current !== null) {
      const key = { accountNo: entry.accountNo, id: current.id };
      await endOverrideRow(judged.ctx.db, key, { ...moment, by: input.actor });
    }
    await insertOverride(judged.ctx.db, entry.accountNo, override, moment);
    const { kind, tenths, reason, expiresOn } = override;
    const detail = { kind, points: formatTenths(tenths), reason, expires_on: expiresOn };
    const { accountId, actor } = input;
    await audit({ ctx: judged.ctx, input: { actor, action: 'override_set', accountId, detail } });
    return { state: 'changed', shown: await rescoreToday(judged) };
  });
}

function checked({ kind, points, reason, expiresOn, actor }: SetOverrideInput, today: Day): ScoreOverride {
  const why = lineOfText('reason', reason);
  if (why === null) throw refused('reason', 'is empty; say why, so that others can judge it.');
  return {
    kind: oneOf('kind', OVERRIDE_KINDS, kind),
    tenths: tenthsOf('points', points),
    reason: why,
    author: actor,
    expiresOn: dayAhead('expiresOn', expiresOn, { today, most: LONGEST_DAYS }),
  };
}

function isSame(row: OverrideRow, { kind, tenths, reason, expiresOn }: ScoreOverride): boolean {
  return row.kind === kind && row.tenths === tenths && row.reason === reason && row.expires_on === expiresOn;
}

async function requireScore({ ctx, entry }: Judged): Promise<void> {
  const { standing } = await accountStanding(ctx, entry.accountId);
  if (standing.assessment.health.scoreTenths !== null) return;
  const remedy = 'An override changes a score and does not make one up: set it once the account has one.';
  throw refused('accountId', `${entry.accountId} has no score, because ${whyUnscored(standing)}. ${remedy}`);
}

function whyUnscored({ band, assessment: { facts, health } }: AccountStanding): string {
  if (facts.excluded != null) return `it is excluded (${facts.excluded.replaceAll('_', ' ')})`;
  if (band === 'onboarding') return `it is onboarding (${facts.data_days} days of data)`;
  return `too little of it is measured (coverage ${health.coverage ?? 0} %)`;
}
