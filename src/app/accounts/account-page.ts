import type { Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { toAccountEntry } from '../../store/accounts.ts';
import { loadRun } from '../../store/snapshots.ts';
import { loadStandingsPage, type PageFilter } from '../../store/standings-page.ts';
import type { Context } from '../context.ts';
import { dataStand } from '../freshness/data-stand.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import { livePortfolio } from '../portfolio/live-portfolio.ts';
import { storedOrigin } from '../portfolio/open-portfolio.ts';
import type { AccountStanding } from './account-report.ts';
import { toStanding } from './to-standing.ts';

/** Where a page ended: all pages that follow are of the same day. */
export interface PagePlace {
  readonly day: Day;
  readonly accountId: string;
}

export interface AccountPageInput extends PageFilter {
  readonly after: PagePlace | null;
  readonly limit: number;
}

export interface AccountPage {
  readonly stand: DataStand;
  /** By the vendor's own ids, in the order of their bytes. */
  readonly standings: readonly AccountStanding[];
  /** Null: this was the last page. */
  readonly next: PagePlace | null;
}

/**
 * A page of the accounts of the newest snapshot day, computed for this answer while there is none.
 * @throws AppError `invalid` for a place in a day that is kept no more.
 */
export async function accountPage({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: AccountPageInput;
}): Promise<AccountPage> {
  const { after, limit } = input;
  const { origin, standings } = await pageFrom(ctx, input);
  const shown = standings.slice(0, limit);
  const last = standings.length > limit ? shown.at(-1) : undefined;
  if (after !== null && origin.day !== after.day) {
    throw new AppError(
      'invalid',
      `cursor: there is no snapshot of ${after.day} any more. Begin again without a cursor.`,
    );
  }
  return {
    stand: await dataStand(ctx, origin),
    standings: shown,
    next: last === undefined ? null : { day: origin.day, accountId: last.account.accountId },
  };
}

async function pageFrom(ctx: Context, { after, limit, ...filter }: AccountPageInput) {
  const run = await loadRun(ctx.db, after?.day ?? null);
  const afterId = after?.accountId ?? null;
  if (run === null) return livePage(ctx, filter, afterId);
  const { day } = run;
  const rows = await loadStandingsPage(ctx.db, { ...filter, day, after: afterId, limit: limit + 1 });
  const standings = rows.map(({ facts, seats, health, computed_at, ...account }) =>
    toStanding(ctx, day, toAccountEntry(account), { facts, seats, health }),
  );
  return { origin: storedOrigin(run), standings };
}

async function livePage(ctx: Context, { bands, ownerEmail, buckets }: PageFilter, afterId: string | null) {
  const portfolio = await livePortfolio(ctx, localDayOf(ctx.now(), ctx.timeZone));
  const standings = (await portfolio.standings({ ownerEmail, buckets }))
    .filter(({ account, band }) => {
      const isWanted = bands === undefined || (band !== null && bands.includes(band));
      return isWanted && (afterId === null || byBytes(account.accountId, afterId) > 0);
    })
    .sort((a, b) => byBytes(a.account.accountId, b.account.accountId));
  return { origin: portfolio.origin, standings };
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
