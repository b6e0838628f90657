import type { BandLabel } from '../../domain/assessment.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { DigestFilter } from './digest-report.ts';

/** Whether a digest is about the account, by what it is now: plan, owner, renewal. */
export function isChosen({ account }: Pick<AccountStanding, 'account'>, filter: DigestFilter, day: Day): boolean {
  const { owner, plan, renewsWithinDays } = filter;
  if (plan !== undefined && account.plan?.toLowerCase() !== plan.toLowerCase()) return false;
  if (owner !== undefined && !isOwnedBy(account.owner, owner)) return false;
  if (renewsWithinDays === undefined) return true;
  if (account.renewsOn === null) return false;
  const days = daysBetween(day, account.renewsOn);
  return days >= 0 && days <= renewsWithinDays;
}

function isOwnedBy(owner: AccountStanding['account']['owner'], wanted: string): boolean {
  return owner !== null && (owner.slackUserId === wanted || owner.email.toLowerCase() === wanted.toLowerCase());
}

/** Whether a line is about one of the filter's bands; one that recovered counts for the band that it was in. */
export function isInBands(
  band: BandLabel | null,
  was: { readonly band: BandLabel | null } | null,
  filter: DigestFilter,
): boolean {
  return hasBand(band, filter) || (was !== null && hasBand(was.band, filter));
}

export function hasBand(band: BandLabel | null, { bands }: DigestFilter): boolean {
  return bands === undefined || (band !== null && bands.includes(band));
}

/** Whether the digest is about all accounts and bands. */
export function isEmpty(filter: DigestFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
