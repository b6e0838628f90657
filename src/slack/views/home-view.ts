import type { types } from '@slack/bolt';
import type { HealthListReport } from '../../app/reports.ts';
import { accountList } from '../messages/account-list.ts';
import { header, section } from '../messages/layout.ts';
import type { SlackMessage, Viewer } from '../messages/message.ts';
import { classicBlocks } from './notice-view.ts';

const HELP = [
  '*What I answer*',
  '`/health NAME` one account · `/health` your accounts · `/health bottom 10` the lowest scores',
  '`/utilization` seats paid for and used · `/pulse` what changed today · `/health help` everything else',
].join('\n');

/** The asker's book: their accounts, worst first, and how to ask for more. */
export function homeView(report: HealthListReport, viewer: Viewer): types.HomeView {
  const list = accountList(report, { ...viewer, ownsNone: report.scope === 'bottom' });
  return { type: 'home', blocks: [header('My book'), ...classicBlocks(list.classic ?? list.blocks), section(HELP)] };
}

/** The same place for somebody without access, or when something failed. */
export function homeNotice({ blocks, classic }: SlackMessage): types.HomeView {
  return { type: 'home', blocks: classicBlocks(classic ?? blocks) };
}
