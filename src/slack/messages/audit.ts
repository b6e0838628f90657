import type { AuditLine, AuditReport } from '../../app/audit/audit-report.ts';
import { moment } from '../../words/data-state.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, join } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { actions, button, context, fitLines, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

const WORDS: Readonly<Record<string, string>> = {
  account_viewed: 'looked at',
  asked: 'asked',
  home_opened: 'opened App Home',
  draft_opened: 'opened a draft for',
  outreach_sent: 'marked a mail as sent to',
  share_account: 'shared',
  account_exported: 'exported',
  touch_logged: 'logged a touch with',
  override_set: 'overrode the score of',
  override_ended: 'ended the override of',
  growth_plan_added: 'recorded a growth plan for',
  growth_plan_ended: 'ended the growth plan of',
  sentiment_set: 'noted a sentiment about',
  episodes_acknowledged: 'took the alerts of',
  episodes_snoozed: 'snoozed the alerts of',
  episodes_woken: 'woke the alerts of',
  set_preferences: 'changed their own settings',
  key_created: 'created an API key',
  key_revoked: 'revoked an API key',
  dashboard_published: 'published a dashboard',
  dashboard_paused: 'paused a published dashboard',
  dashboard_resumed: 'resumed a published dashboard',
  dashboard_revoked: 'revoked a published dashboard',
  dashboard_opened: 'opened a published dashboard',
  handed_over: 'was told of the new owner of',
};
const DETAIL = 120;

/** What somebody who is no admin is told, whatever is recorded. */
export const NO_ADMIN_TEXT =
  'The audit is for admins and owners of the workspace. Ask one of them, or run `cs-pulse audit` where the app runs.';

/** A page of the audit, newest first, with a button for the next one. */
export function auditMessage(report: AuditReport, call: string): SlackMessage {
  const { lines, before } = report;
  if (lines.length === 0)
    return message(['Nothing is recorded for this.'], sections(['Nothing is recorded for this.']));
  const shown = fitLines(lines.map((line) => lineText(line, report.timeZone)));
  const last = shown.left > 0 ? (lines[shown.kept.length - 1]?.id ?? null) : before;
  const title = '*Audit, newest first*';
  const older = `${call} before:${last}`;
  const blocks: SlackBlock[] = [
    ...sections([title, ...shown.kept]),
    ...(last === null ? [] : [actions([button({ action: 'run_command', label: 'Older', value: older })])]),
    context('Nobody can change or remove a line. `cs-pulse audit` on the server lists more at once.'),
  ];
  return message([title, ...shown.kept], blocks);
}

function lineText({ at, actor, action, account, detail }: AuditLine, timeZone: string): string {
  const words = Object.hasOwn(WORDS, action) ? (WORDS[action] ?? '') : untrusted(action, { max: 40 });
  const what = account === null ? words : `${words} *${accountName(account, 40)}*`;
  return join([moment(at, timeZone), `${authorText(actor, { shared: true })} ${what}`, detailText(detail)]);
}

function detailText(detail: AuditLine['detail']): string | null {
  const parts = Object.entries(detail).map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${key} ${text}`;
  });
  return parts.length === 0 ? null : untrusted(parts.join(', '), { max: DETAIL });
}
