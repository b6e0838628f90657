import type { HandoverPacket, HandoverReport, LeaverReport } from '../../app/owners/handover-report.ts';
import type { TouchRef } from '../../app/touches/touch-report.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { seatsText } from '../../words/account-words.ts';
import { plural, shortDay } from '../../words/numbers.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { accountName, identityLine, join, scoreText } from './account-lines.ts';
import { alertsLine } from './alerts.ts';
import { authorText, judgementLines } from './judgements.ts';
import { actions, button, clampLines, context, divider, message, section } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';

/** Of the 12,000 characters of a message, for each of five accounts. */
const PACKET = 1800;
const TOUCH = 160;
const NAMES = 20;

/** What a new owner should know of the accounts they got. */
export function handoverMessage(report: HandoverReport, viewer: Viewer): SlackMessage {
  const { owner, packets, more, standIn } = report;
  const accounts = plural(packets.length + more.length, 'account');
  const title = standIn
    ? `*${accounts} of ${untrusted(owner, { max: 40 })}*, who cannot be told here: please pass this on.`
    : `*You look after ${accounts} more from now on.*`;
  const texts = packets.map((packet) => clampLines(packetLines(packet, viewer).join('\n'), PACKET));
  const rest = more.length === 0 ? [] : [restText(report)];
  const blocks = packets.flatMap(({ health: { standing } }, index): SlackBlock[] => {
    const { accountId, name } = standing.account;
    const spoken = `Open ${plain(name, { max: 15, fallback: accountId })}`;
    const open = button({ action: 'show_health', label: 'Open the card', spoken, value: accountId, index });
    return [divider(), section(texts[index] ?? ''), actions([open])];
  });
  return message([title, ...texts, ...rest], [section(title), ...blocks, ...rest.map(context)]);
}

function packetLines({ health, from, open, touches }: HandoverPacket, viewer: Viewer): string[] {
  const { standing, stand } = health;
  const alerts = alertsLine(open, { shared: true });
  return [
    identityLine(standing, stand.day, viewer),
    join([
      scoreText(standing),
      seatsText(standing),
      from === null ? 'had no owner' : `was ${untrusted(from, { max: 40 })}’s`,
    ]),
    alerts === null ? 'No alert is open.' : `🔔 ${alerts}`,
    ...judgementLines(health, { shared: true }),
    ...(touches.length === 0 ? ['No touch was logged.'] : touches.map((touch) => touchText(touch, stand.timeZone))),
  ];
}

function touchText({ kind, text, author, at }: TouchRef, timeZone: string): string {
  const day = localDayOf(at, timeZone);
  const said = untrusted(text, { max: TOUCH });
  return `> ${shortDay(day)} ${kind === 'email' ? 'e-mail' : kind} by ${authorText(author, { shared: true })}: ${said}`;
}

function restText({ more }: HandoverReport): string {
  const names = more.slice(0, NAMES).map((account) => accountName(account, 30));
  const left = more.length - names.length;
  return `Also: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}. \`/health mine\` lists them all.`;
}

/** That an owner is gone, for whoever stands in. */
export function leaverMessage({ name, email, accounts }: LeaverReport): SlackMessage {
  const who = untrusted(name, { max: 40, fallback: email });
  const text = `*${who}* is no longer active in Slack and still owns ${plural(accounts, 'account')}. Name a new owner in the CRM or the accounts file; until then alerts about them come to you.`;
  return message([text], [section(text)]);
}
