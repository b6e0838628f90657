import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import { mailtoUrl } from '../../src/email/mailto.ts';
import { accountName, identityLine } from '../../src/slack/messages/account-lines.ts';
import { accountList } from '../../src/slack/messages/account-list.ts';
import { alertsLine } from '../../src/slack/messages/alerts.ts';
import { overrideLine, planLine, sentimentLine } from '../../src/slack/messages/judgements.ts';
import { problem } from '../../src/slack/messages/notices.ts';
import { untrusted } from '../../src/slack/mrkdwn.ts';
import { draftModal } from '../../src/slack/views/draft-view.ts';
import { accountForm } from '../../src/slack/views/form.ts';
import { growthPlanModal } from '../../src/slack/views/growth-plan-view.ts';
import { homeNotice, homeView, homeWithoutAccounts } from '../../src/slack/views/home-view.ts';
import { lookupModal } from '../../src/slack/views/lookup-view.ts';
import { loadingModal, noticeModal } from '../../src/slack/views/notice-view.ts';
import { overrideModal } from '../../src/slack/views/override-view.ts';
import { sentimentModal } from '../../src/slack/views/sentiment-view.ts';
import { shareModal } from '../../src/slack/views/share-view.ts';
import { snoozeModal } from '../../src/slack/views/snooze-view.ts';
import { touchModal } from '../../src/slack/views/touch-view.ts';
import { hostileHealth } from './hostile-reports.ts';
import { bookReport } from './slack-book.ts';
import { episode, snoozed } from './slack-episodes.ts';
import { goldenStanding, listReport, REPORT_DAY } from './slack-reports.ts';

const MONEY = { money: true };

/** A view, or several, out of accounts and one text that somebody else wrote. */
export type RenderedView = (all: readonly AccountStanding[], text: string) => object | readonly object[];

const firstOf = (all: readonly AccountStanding[]): AccountStanding => all[0] ?? goldenStanding('acme');
const about = (all: readonly AccountStanding[], text: string) => {
  const standing = firstOf(all);
  const { account } = standing;
  return {
    report: hostileHealth(standing, text),
    accountId: account.accountId,
    name: accountName(account),
    account: identityLine(standing, REPORT_DAY, MONEY),
    today: REPORT_DAY,
  };
};

/** Every exported function of src/slack/views that makes a view, by its name, on the worst that it may be given. */
export const VIEW_RENDERERS: Readonly<Record<string, RenderedView>> = {
  accountForm: (all, text) =>
    accountForm({
      view: 'snooze',
      title: text || 'x',
      submit: 'Save',
      accountId: about(all, text).accountId,
      blocks: [],
    }),
  draftModal: (all, text) => [false, true].map((polished) => draftOf(firstOf(all), text, polished)),
  growthPlanModal: (all, text) => {
    const { report, ...options } = about(all, text);
    return growthPlanModal({ ...options, inForce: planLine(report) });
  },
  homeNotice: (_, text) => homeNotice(problem(text)),
  homeView: (all) => [homeView(bookReport(all), MONEY), homeView(bookReport(all), { money: false })],
  homeWithoutAccounts: (all) => homeWithoutAccounts(bookReport(all), listReport(all, 'bottom'), MONEY),
  loadingModal: (_, text) => loadingModal(text),
  lookupModal: () => lookupModal(),
  noticeModal: (all, text) => noticeModal(text, accountList(listReport(all), MONEY)),
  overrideModal: (all, text) => {
    const { report, ...options } = about(all, text);
    return overrideModal({ ...options, inForce: overrideLine(report) });
  },
  sentimentModal: (all, text) => {
    const { report, ...options } = about(all, text);
    return sentimentModal({ ...options, last: sentimentLine(report), initial: 'good' });
  },
  shareModal: (all, text) => shareModal({ ...about(all, text), money: true }),
  snoozeModal: (all, text) => {
    const open = [snoozed({ reason: text, by: { id: text, name: text } }), episode()];
    return snoozeModal({ ...about(all, text), alerts: alertsLine(open) ?? '', renewsOn: '2026-08-28' });
  },
  touchModal: (all, text) => [
    touchModal({ account: about(all, text), text }),
    touchModal({ account: null, text: untrusted(text) }),
  ],
};

function draftOf({ account }: AccountStanding, text: string, polished: boolean): object {
  const draft = {
    account,
    bucket: 'at_risk',
    persona: 'admin',
    personas: ['admin', text],
    templates: [{ id: 'a', label: text }],
    templateId: 'a',
    contacts: [{ contactId: 'c1', name: text, email: text, persona: 'admin' as const, optedOut: false }],
    contactId: 'c1',
    to: text,
    subject: text,
    body: text,
    warnings: [text, text],
    pauses: [
      { reason: 'contacted_recently' as const, text },
      { reason: 'opted_out' as const, text },
    ],
  };
  const link = mailtoUrl({ to: null, subject: text, body: text });
  const edited = { subject: text, body: `${text}\n${text}` };
  const kept = { subject: text, keptAt: new Date('2026-02-28T09:00:00Z'), timeZone: 'UTC' };
  const options = { revision: 3, link, copy: true, objection: 'slow', polished, reason: text, canPolish: true, kept };
  return draftModal(draft, { ...options, text: edited });
}
