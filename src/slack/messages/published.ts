import type { NewPublished, PublishedLink, PublishedReport } from '../../app/publishing/published-report.ts';
import { moment } from '../../words/data-state.ts';
import { plural } from '../../words/numbers.ts';
import { PAUSED_FOR } from '../../words/paused-for.ts';
import { join } from './account-lines.ts';
import { authorText } from './judgements.ts';
import { actions, button, context, message, section, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

const SHOWN = 12;

/** A new link, whose address is told this once. */
export function publishedMessage({ link, timeZone, url }: NewPublished): SlackMessage {
  const lines = [
    `*The ${link.kind} dashboard is published* ${amountsText(link)}, until ${moment(link.expiresAt, timeZone)}.`,
    `<${url}>`,
  ];
  const note =
    'Whoever has this address sees the page without Slack: give it to those who may. It is told this once; `/pulse published` lists, pauses and revokes.';
  return message([...lines, note], [...sections(lines), actions(buttons(link)), context(note)]);
}

/** What became of a link after a button. */
export function publishedChange(link: PublishedLink, timeZone: string): SlackMessage {
  const line = linkLine(link, timeZone);
  const shown = buttons(link);
  return message([line], [section(line), ...(shown.length === 0 ? [] : [actions(shown)])]);
}

/** The links that show something or are paused, each with its buttons, and how many are over. */
export function publishedList({ links, timeZone }: PublishedReport): SlackMessage {
  const live = links.filter(({ state }) => state === 'active' || state === 'paused');
  const over = links.length - live.length;
  const title = live.length === 0 ? 'No dashboard is published.' : '*Published dashboards, newest first*';
  const shown = live.slice(0, SHOWN);
  const lines = shown.map((link) => linkLine(link, timeZone));
  const more = live.length - shown.length;
  const rest = join([
    more > 0 ? `${plural(more, 'more link')} in \`cs-pulse published list\` on the server` : null,
    over > 0 ? `${plural(over, 'link')} expired or revoked` : null,
    'publish one: `/pulse publish health 7d`',
  ]);
  const blocks: SlackBlock[] = shown.flatMap((link, index) => [
    section(linkLine(link, timeZone)),
    actions(buttons(link, index)),
  ]);
  return message([title, ...lines, rest], [section(title), ...blocks, context(rest)]);
}

function linkLine(link: PublishedLink, timeZone: string): string {
  const opened = link.lastOpenedAt === null ? 'never opened' : `last opened ${moment(link.lastOpenedAt, timeZone)}`;
  const who = authorText(link.publishedBy, { shared: false });
  return join([
    `*${link.kind}* ${amountsText(link)}`,
    stateText(link, timeZone),
    `by ${who}`,
    opened,
    `\`${link.id}\``,
  ]);
}

function stateText({ expiresAt, pausedFor, state }: PublishedLink, timeZone: string): string {
  if (state === 'revoked') return '⛔ revoked';
  if (state === 'expired') return '⌛ expired';
  const until = `until ${moment(expiresAt, timeZone)}`;
  const reason = pausedFor === null ? '' : ` ${PAUSED_FOR[pausedFor]}`;
  return state === 'paused' ? `⏸ paused${reason}, ${until}` : `✅ shown ${until}`;
}

function amountsText({ money }: PublishedLink): string {
  return money ? 'with amounts' : 'without amounts';
}

function buttons({ id, kind, state }: PublishedLink, index?: number) {
  const of = { value: id, ...(index === undefined ? {} : { index }) };
  const revoke = button({ action: 'revoke_published', label: 'Revoke', spoken: `Revoke ${kind}`, ...of });
  if (state === 'active') {
    return [button({ action: 'pause_published', label: 'Pause', spoken: `Pause ${kind}`, ...of }), revoke];
  }
  if (state !== 'paused') return [];
  return [button({ action: 'resume_published', label: 'Resume', spoken: `Resume ${kind}`, ...of }), revoke];
}
