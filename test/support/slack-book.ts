import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { BookAlert, MyBookReport } from '../../src/app/my-book/my-book-report.ts';
import type { PreferencesReport } from '../../src/app/preferences/preferences.ts';
import { RENEWAL_GROUPS } from '../../src/domain/renewal-group.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import { DANA, episodesReport, snoozed } from './slack-episodes.ts';
import { REPORT_DAY, STAND } from './slack-reports.ts';

export const OWN_SETTINGS: PreferencesReport = {
  dmDigest: true,
  dmLines: 'all',
  timeZone: null,
  teamTimeZone: 'UTC',
};

/** A book in which every account has something to show; every third one's alerts sleep. */
export function bookReport(standings: readonly AccountStanding[]): MyBookReport {
  const alerts = standings.flatMap((standing): BookAlert[] => {
    const { account, open } = episodesReport(standing);
    return open.length === 0 ? [] : [{ account, standing, open }];
  });
  const asleep = alerts.filter((_, index) => index % 3 === 2);
  return {
    stand: STAND,
    day: REPORT_DAY,
    owned: standings.length,
    accounts: standings,
    alerts: alerts.filter((alert) => !asleep.includes(alert)),
    snoozed: asleep.map((alert) => ({ ...alert, open: alert.open.map(() => snoozed()) })),
    renewals: RENEWAL_GROUPS.map((within, index) => ({
      within,
      accounts: standings.filter((_, at) => at % RENEWAL_GROUPS.length === index),
    })).filter(({ accounts }) => accounts.length > 0),
    drafts: standings.map(({ account }) => ({
      account,
      persona: 'admin',
      subject: account.name,
      keptOn: '2026-02-27',
    })),
    mails: standings.map(({ account }) => ({
      account,
      subject: account.name,
      recipient: `${account.name}@example.com`,
      author: DANA,
      sentOn: '2026-02-26',
    })),
    settings: OWN_SETTINGS,
    plans: standings.map(({ account }) => ({
      account,
      plan: { target: 40, by: '2026-06-01', note: account.name, author: DANA, madeOn: REPORT_DAY, ended: null },
      active: 14,
    })),
  };
}

/** What stands behind App Home, touches and the audit, on the accounts of Dana. */
export function bookDeps(
  standings: readonly AccountStanding[],
  standingOf: (accountId: string) => AccountStanding,
  decided: { verb: string; input: Readonly<Record<string, unknown>> }[],
): Pick<SlackDeps, 'myBook' | 'logTouch' | 'accountTouches' | 'readAudit'> {
  return {
    myBook: async ({ input }) => bookReport(input.slackUserId === 'U0DANA' ? standings : []),
    logTouch: async ({ input }) => {
      const { account } = standingOf(input.accountId);
      decided.push({ verb: 'logTouch', input: { ...input } });
      return { account, state: 'changed' };
    },
    accountTouches: async ({ input }) => ({ account: standingOf(input.accountId).account, touches: [] }),
    readAudit: async ({ input }) => ({
      timeZone: 'UTC',
      before: input.before === undefined ? 7 : null,
      lines: standings.map(({ account }, index) => ({
        id: 100 - index,
        at: new Date('2026-03-01T05:00:00Z'),
        actor: DANA,
        action: 'account_viewed',
        account,
        detail: { view: 'card', asked: account.name },
      })),
    }),
  };
}
