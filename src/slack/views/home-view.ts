import type { types } from '@slack/bolt';
import type { MyBookReport } from '../../app/my-book/my-book-report.ts';
import type { HealthListReport } from '../../app/portfolio/portfolio-reports.ts';
import { standLine } from '../messages/account-lines.ts';
import { accountList } from '../messages/account-list.ts';
import { actions, button, context, divider, header, section } from '../messages/layout.ts';
import type { SlackMessage, Viewer } from '../messages/message.ts';
import {
  alertBlocks,
  type BookOptions,
  bookBlocks,
  draftBlocks,
  mailBlocks,
  planBlocks,
  renewalBlocks,
  snoozedBlocks,
} from '../messages/my-book.ts';
import { ownSettingsBlocks } from '../messages/own-settings.ts';
import { textLength } from '../messages/text-length.ts';
import { classicBlocks } from './notice-view.ts';

const HELP = [
  '*What I answer*',
  '`/health NAME` one account · `/health` your accounts · `/health bottom 10` the lowest scores',
  '`/utilization` seats paid for and used · `/pulse` what changed today · `/health help` everything else',
  'On a message, *Log a touch* keeps it as what happened with an account; *Look up account* is in the shortcuts.',
].join('\n');
const OWNS_NONE =
  'No account has you as its owner. Owners come from the CRM or the accounts file: the owner’s e-mail there must be the one that Slack has of you. Your admin can check it with `cs-pulse doctor`.';

/** Of the 13,000 characters that Slack shows in all. */
const MOST_TEXT = 12_000;
const SHARES = [1, 0.5, 0.25];

/** The asker's book: what is open, what renews, what was begun, how old the data is, and how to ask for more. */
export function homeView(book: MyBookReport, viewer: Viewer): types.HomeView {
  for (const share of SHARES) {
    const view = bookView(book, { ...viewer, share });
    if (textLength(view.blocks) <= MOST_TEXT) return view;
  }
  return bookView(book, { ...viewer, share: 0 });
}

function bookView(book: MyBookReport, options: BookOptions): types.HomeView {
  return {
    type: 'home',
    blocks: [
      header('My book'),
      context(standLine(book.stand)),
      ...alertBlocks(book, options),
      ...snoozedBlocks(book, options),
      divider(),
      ...renewalBlocks(book, options),
      ...draftBlocks(book, options),
      ...mailBlocks(book, options),
      ...planBlocks(book, options),
      ...idleHints(book),
      divider(),
      ...bookBlocks(book, options),
      divider(),
      ...ownSettingsBlocks(book.settings),
      ...footer(),
    ],
  };
}

/** For somebody who owns no account: why, the portfolio's lowest scores instead, and what is their own all the same. */
export function homeWithoutAccounts(book: MyBookReport, bottom: HealthListReport, viewer: Viewer): types.HomeView {
  const list = accountList(bottom, viewer);
  const blocks = classicBlocks(list.classic ?? list.blocks);
  return {
    type: 'home',
    blocks: [
      header('My book'),
      section(OWNS_NONE),
      ...blocks,
      ...draftBlocks(book, { ...viewer, share: 0.5 }),
      divider(),
      ...ownSettingsBlocks(book.settings),
      ...footer(),
    ],
  };
}

/** The same place for somebody without access, or when something failed. */
export function homeNotice({ blocks, classic }: SlackMessage): types.HomeView {
  return { type: 'home', blocks: classicBlocks(classic ?? blocks) };
}

function idleHints({ drafts, plans }: MyBookReport): types.KnownBlock[] {
  const hints = [
    ...(drafts.length === 0
      ? ['No draft is waiting: what you check or copy in [Draft email] is kept here for 30 days.']
      : []),
    ...(plans.length === 0
      ? ['No growth plan: [Growth plan…] in an account’s menu is for seats that were bought ahead.']
      : []),
  ];
  return hints.length === 0 ? [] : [context(hints.join('\n'))];
}

function footer(): types.KnownBlock[] {
  return [
    divider(),
    actions([
      button({ action: 'run_command', label: 'Settings', value: '/pulse settings' }),
      button({ action: 'run_command', label: 'Today in the portfolio', value: '/pulse today', index: 1 }),
    ]),
    section(HELP),
  ];
}
