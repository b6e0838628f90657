import { PAUSE_DAYS } from '../../domain/contact-pause.ts';
import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { RENEWAL_GROUPS, renewalGroup } from '../../domain/renewal-group.ts';
import { localDayOf, startOfLocalDay } from '../../lib/local-time.ts';
import { loadKeptDrafts } from '../../store/kept-drafts.ts';
import { loadMailsOfOwner, loadPlansOfOwner } from '../../store/my-book.ts';
import { accountRefs } from '../accounts/account-refs.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { keptSince } from '../drafts/kept-for.ts';
import { openEpisodes } from '../episodes/open-episodes.ts';
import { dataStand } from '../freshness/data-stand.ts';
import { authorsOf } from '../judgements/authors.ts';
import { todayOf } from '../judgements/judge.ts';
import { openPortfolio } from '../portfolio/open-portfolio.ts';
import { preferences } from '../preferences/preferences.ts';
import type { BookAlert, BookDraft, BookMail, BookPlan, BookRenewals, MyBookReport } from './my-book-report.ts';

/** Everything that one of our people looks after; empty for somebody who owns no account. */
export async function myBook({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly slackUserId: string };
}): Promise<MyBookReport> {
  const { slackUserId: ownerSlackUserId } = input;
  const portfolio = await openPortfolio(ctx);
  const standings = await portfolio.standings({ ownerSlackUserId });
  const accounts = standings.filter(({ assessment }) => assessment.seats.bucket !== 'excluded');
  const alerts = await alertsOf(ctx, ownerSlackUserId, standings);
  const isAsleep = ({ open }: BookAlert): boolean => open.every(({ state }) => state === 'snoozed');
  return {
    stand: await dataStand(ctx, portfolio.origin),
    day: todayOf(ctx),
    owned: accounts.length,
    accounts,
    alerts: alerts.filter((alert) => !isAsleep(alert)),
    snoozed: alerts.filter(isAsleep),
    renewals: renewalsOf(accounts, todayOf(ctx)),
    drafts: await draftsOf(ctx, ownerSlackUserId),
    mails: await mailsOf(ctx, ownerSlackUserId),
    plans: await plansOf(ctx, ownerSlackUserId, standings),
    settings: await preferences({ ctx, input: { slackUserId: ownerSlackUserId } }),
  };
}

/** In the order of the standings; an account without one comes last. */
async function alertsOf(
  ctx: Context,
  ownerSlackUserId: string,
  standings: readonly AccountStanding[],
): Promise<BookAlert[]> {
  const ranks = new Map(standings.map((standing, rank) => [standing.account.accountId, { rank, standing }]));
  const rankOf = (accountId: string): number => ranks.get(accountId)?.rank ?? standings.length;
  const { accounts } = await openEpisodes({ ctx, input: { ownerSlackUserId } });
  return accounts
    .map(({ account, open }) => ({
      account,
      standing: ranks.get(account.accountId)?.standing ?? null,
      open: open.filter(({ signal }) => signal !== 'expansion'),
    }))
    .filter(({ open }) => open.length > 0)
    .sort((a, b) => rankOf(a.account.accountId) - rankOf(b.account.accountId));
}

function renewalsOf(accounts: readonly AccountStanding[], day: Day): BookRenewals[] {
  const dated = accounts.flatMap((standing) => {
    const { renewsOn } = standing.account;
    return renewsOn === null ? [] : [{ standing, renewsOn, group: renewalGroup(daysBetween(day, renewsOn)) }];
  });
  // A stable sort: accounts of one day stay in the order of their scores.
  dated.sort((a, b) => (a.renewsOn === b.renewsOn ? 0 : a.renewsOn < b.renewsOn ? -1 : 1));
  return RENEWAL_GROUPS.map((within) => ({
    within,
    accounts: dated.filter(({ group }) => group === within).map(({ standing }) => standing),
  })).filter((group) => group.accounts.length > 0);
}

async function draftsOf(ctx: Context, author: string): Promise<BookDraft[]> {
  const found = await loadKeptDrafts(ctx.db, { author, since: keptSince(ctx) });
  const refs = await accountRefs(
    ctx,
    found.map(({ accountId }) => accountId),
  );
  return found.flatMap(({ accountId, keptAt, persona, subject }) => {
    const account = refs.get(accountId);
    return account ? [{ account, persona, subject, keptOn: localDayOf(keptAt, ctx.timeZone) }] : [];
  });
}

async function mailsOf(ctx: Context, ownerSlackUserId: string): Promise<BookMail[]> {
  const since = startOfLocalDay(addDays(todayOf(ctx), -PAUSE_DAYS), ctx.timeZone);
  const found = await loadMailsOfOwner(ctx.db, ownerSlackUserId, since);
  const ids = found.map(({ account_id }) => account_id);
  const refs = await accountRefs(ctx, [...new Set(ids)]);
  const authors = await authorsOf(
    ctx,
    found.map(({ author }) => author),
  );
  return found.flatMap(({ account_id, at, author, recipient, subject }) => {
    const account = refs.get(account_id);
    const sentOn = localDayOf(at, ctx.timeZone);
    return account ? [{ account, subject, recipient, author: authors(author), sentOn }] : [];
  });
}

async function plansOf(
  ctx: Context,
  ownerSlackUserId: string,
  standings: readonly AccountStanding[],
): Promise<BookPlan[]> {
  const found = await loadPlansOfOwner(ctx.db, ownerSlackUserId, todayOf(ctx));
  const refs = await accountRefs(
    ctx,
    found.map(({ account_id }) => account_id),
  );
  const authors = await authorsOf(
    ctx,
    found.map(({ author }) => author),
  );
  return found.flatMap(({ account_id, author, by_on: by, note, starts_on: madeOn, target }) => {
    const account = refs.get(account_id);
    if (!account) return [];
    const standing = standings.find((one) => one.account.accountId === account_id);
    const active = standing?.assessment.facts.active_users_30d ?? null;
    return [{ account, plan: { target, by, note, author: authors(author), madeOn, ended: null }, active }];
  });
}
