import type { types } from '@slack/bolt';
import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type {
  BookAlert,
  BookDraft,
  BookMail,
  BookPlan,
  BookRenewals,
  MyBookReport,
} from '../../app/my-book/my-book-report.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { renewalText, seatsText } from '../../words/account-words.ts';
import { count, mrrAndArr, plural, shortDay } from '../../words/numbers.ts';
import { keptValue } from '../kept-value.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { accountName, join, scoredName } from './account-lines.ts';
import { alertsLine } from './alerts.ts';
import { authorText } from './judgements.ts';
import { actions, type ButtonSpec, button, context, fitLines, menu, section } from './layout.ts';
import type { Viewer } from './message.ts';

/** Entries shown of each kind where names are short; `share` makes room where they are not. */
const ALERTS = 8;
const SNOOZED = 6;
const PER_RENEWAL_GROUP = 8;
const DRAFTS = 6;
const MAILS = 6;
const PLANS = 8;
const WORST = 10;
/** Of the 3,000 characters of one text. */
const LINES = 2700;

/** How the book is shown: to whom, and the part of the usual number of entries, 1 for all of them. */
export interface BookOptions extends Viewer {
  readonly share: number;
}

const some = <T>(entries: readonly T[], most: number, { share }: BookOptions): readonly T[] =>
  entries.slice(0, Math.max(1, Math.floor(most * share)));

/** Open alerts of one's own accounts, the worst account first, each with what can be done about it. */
export function alertBlocks({ alerts }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (alerts.length === 0) return [section('*Open alerts*\nNo alert is open on your accounts.')];
  const shown = some(alerts, ALERTS, options);
  const entries = shown.flatMap((alert, index): types.KnownBlock[] => [
    section(alertText(alert, options)),
    alertButtons(alert, index),
  ]);
  return [section(`*Open alerts (${count(alerts.length)})*`), ...entries, ...more(alerts.length - shown.length)];
}

function alertText({ account, standing, open }: BookAlert, viewer: Viewer): string {
  const title = standing === null ? `*${accountName(account, 40)}*` : scoredName(standing);
  return `${join([title, ...factsOf(standing, viewer)])}\n> ${alertsLine(open) ?? ''}`;
}

function factsOf(standing: AccountStanding | null, { money }: Viewer): (string | null)[] {
  if (standing === null) return [];
  const { mrr_minor: minor, currency } = standing.assessment.facts;
  return [seatsText(standing), money ? mrrAndArr({ minor, currency }) : null];
}

function alertButtons({ account, open }: BookAlert, index: number): types.ActionsBlock {
  const value = account.accountId;
  const take = button({
    action: 'acknowledge',
    label: 'Acknowledge',
    spoken: `Acknowledge ${spoken(account)}`,
    value,
    index,
  });
  return actions([
    ...(open.some(({ state }) => state === 'open') ? [take] : []),
    button({ action: 'snooze', label: 'Snooze…', spoken: `Snooze alerts of ${spoken(account)}`, value, index }),
    button({ action: 'draft_email', label: 'Draft email', spoken: `Draft email for ${spoken(account)}`, value, index }),
  ]);
}

/** Accounts that are quiet for now, each with [Wake]; nothing where none is. */
export function snoozedBlocks({ snoozed }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (snoozed.length === 0) return [];
  const shown = some(snoozed, SNOOZED, options);
  const entries = shown.map(({ account, open }, index) =>
    withButton(`*${accountName(account, 40)}*\n> ${alertsLine(open) ?? ''}`, {
      action: 'wake',
      label: 'Wake',
      spoken: `Wake ${spoken(account)}`,
      value: account.accountId,
      index,
    }),
  );
  return [section(`*Snoozed (${count(snoozed.length)})*`), ...entries, ...more(snoozed.length - shown.length)];
}

/** Renewals of the next 120 days, the nearest first. */
export function renewalBlocks({ renewals, day }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (renewals.length === 0) return [section('*Renewals*\nNone of your accounts renews within 120 days.')];
  const groups = renewals.map((group) => section(renewalLines(group, day, options).join('\n')));
  return [section('*Renewals*'), ...groups];
}

function renewalLines({ within, accounts }: BookRenewals, day: Day, options: BookOptions): string[] {
  const lines = some(accounts, PER_RENEWAL_GROUP, options).map((standing) =>
    join([`> ${scoredName(standing)}`, renewalText(standing.account, day), ...factsOf(standing, options)]),
  );
  const { kept } = fitLines(lines, LINES);
  return [`Within ${within} days (${count(accounts.length)})`, ...kept, ...moreLine(accounts.length - kept.length)];
}

/** The reader's own texts that were neither sent nor thrown away, each with [Continue] and [Discard]. */
export function draftBlocks({ drafts, day }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (drafts.length === 0) return [];
  const shown = some(drafts, DRAFTS, options);
  const entries = shown.flatMap((draft, index): types.KnownBlock[] => [
    section(draftText(draft, day)),
    draftButtons(draft, index),
  ]);
  const left = drafts.length - shown.length;
  const rest = left > 0 ? [context(`+${count(left)} more: [Draft email] on the account offers each`)] : [];
  return [section(`*My drafts, not sent (${count(drafts.length)})*`), ...entries, ...rest];
}

function draftText({ account, keptOn, persona, subject }: BookDraft, day: Day): string {
  const days = daysBetween(keptOn, day);
  const title = subject === '' ? null : `“${untrusted(subject, { max: 60 })}”`;
  const reader = `for ${untrusted(persona.replaceAll('_', ' '), { max: 30 })}`;
  return join([`*${accountName(account, 40)}*`, reader, title, `kept ${days <= 0 ? 'today' : `${count(days)} d ago`}`]);
}

function draftButtons({ account, persona }: BookDraft, index: number): types.ActionsBlock {
  const value = keptValue({ persona, accountId: account.accountId });
  const name = spoken(account);
  return actions([
    button({ action: 'draft_continue', label: 'Continue', spoken: `Continue draft for ${name}`, value, index }),
    button({ action: 'draft_discard', label: 'Discard', spoken: `Discard draft for ${name}`, value, index }),
  ]);
}

/** Mails of the last two weeks to the reader's accounts; nothing where there is none. */
export function mailBlocks({ mails, day }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (mails.length === 0) return [];
  const { kept } = fitLines(
    some(mails, MAILS, options).map((mail) => mailText(mail, day)),
    LINES,
  );
  const left = mails.length - kept.length;
  const rest = left > 0 ? [`+${count(left)} more: \`/health NAME\` shows the last of each account`] : [];
  return [section([`*Sent in the last two weeks (${count(mails.length)})*`, ...kept, ...rest].join('\n'))];
}

function mailText({ account, author, recipient, sentOn, subject }: BookMail, day: Day): string {
  const days = daysBetween(sentOn, day);
  const to = recipient === null ? null : `to ${untrusted(recipient, { max: 60 })}`;
  const title = subject === '' ? null : `“${untrusted(subject, { max: 60 })}”`;
  const sent = `${days <= 0 ? 'today' : `${count(days)} d ago`} by ${authorText(author, { shared: false })}`;
  return `> ${join([`*${accountName(account, 40)}*`, title, to, sent])}`;
}

/** Seats bought ahead, and how far they are filled. */
export function planBlocks({ plans, day }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  if (plans.length === 0) return [];
  const { kept } = fitLines(
    some(plans, PLANS, options).map((plan) => planText(plan, day)),
    LINES,
  );
  const title = `*Growth plans (${count(plans.length)})*`;
  return [section([title, ...kept, ...moreLine(plans.length - kept.length)].join('\n'))];
}

function planText({ account, plan, active }: BookPlan, day: Day): string {
  const people = plural(plan.target, 'person', 'people');
  const progress = active === null ? `${people} expected` : `${count(active)} of ${people}`;
  const left = daysBetween(day, plan.by);
  const note = plan.note === null ? null : untrusted(plan.note, { max: 80 });
  return `> ${join([`*${accountName(account, 40)}*`, `${progress} by ${shortDay(plan.by)} (${count(left)} d left)`, note])}`;
}

/** The whole book in short, and a menu that opens an account of it. */
export function bookBlocks({ accounts }: MyBookReport, options: BookOptions): types.KnownBlock[] {
  const lines = some(accounts, WORST, options).map(
    (standing) => `> ${join([scoredName(standing), seatsText(standing)])}`,
  );
  const { kept } = fitLines(lines, LINES);
  const title = `*My accounts, worst first (${count(accounts.length)})*`;
  const choices = accounts.map(({ account }) => ({
    label: account.name || account.accountId,
    value: account.accountId,
  }));
  const select = menu('show_health', 'Open an account', choices);
  const text = section([title, ...kept, ...moreLine(accounts.length - kept.length)].join('\n'));
  return select === null ? [text] : [text, actions([select])];
}

function withButton(text: string, spec: ButtonSpec): types.SectionBlock {
  return { ...section(text), accessory: button(spec) };
}

function more(left: number): types.KnownBlock[] {
  return moreLine(left).map(context);
}

function moreLine(left: number): string[] {
  return left > 0 ? [`+${count(left)} more: \`/health mine\` and \`/utilization mine\` list your accounts`] : [];
}

function spoken({ name, accountId }: AccountRef): string {
  return plain(name, { max: 15, fallback: accountId });
}
