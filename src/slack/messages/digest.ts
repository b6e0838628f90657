import type { DigestReport } from '../../app/digest/digest-report.ts';
import { plural } from '../../words/numbers.ts';
import { type DigestGroup, type DigestOptions, digestGroups } from './digest-groups.ts';
import { dataLine, digestTitle, headLines } from './digest-head.ts';
import { actions, button, context, divider, header, message, section, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

/** Characters of all groups; Slack takes 13,000 in all blocks. */
const GROUPS = 8000;
/** Above this the text leaves the evidence to the blocks, so that it still names every group. */
const FULL_TEXT = 2900;

/** The morning message: what it is worth, what changed, whom it concerns; nothing that needs a second look-up. */
export function digestMessage(report: DigestReport, options: DigestOptions): SlackMessage {
  const head = headLines(report, options);
  const groups = digestGroups(report, options);
  const quiet = `quiet: ${plural(report.quiet, 'account')}`;
  const blocks: SlackBlock[] = [
    header(digestTitle(report, options)),
    context(dataLine(report)),
    ...sections(head),
    ...fitted(groups),
    context(quiet),
    digestActions(report),
  ];
  const textOf = (shown: readonly DigestGroup[]): string[] => [
    `*${digestTitle(report, options)}*`,
    ...head,
    ...shown.flatMap(({ heading, entries, lines }) => [heading, ...entries, ...lines]),
    quiet,
    dataLine(report),
  ];
  const full = textOf(groups);
  const fits = full.join('\n').length <= FULL_TEXT;
  return message(fits ? full : textOf(digestGroups(report, options, { brief: true })), blocks);
}

/** Groups as blocks while they fit, and how many lines did not. */
function fitted(groups: readonly DigestGroup[]): SlackBlock[] {
  const blocks: SlackBlock[] = [];
  let used = 0;
  let left = 0;
  const add = (text: string): void => {
    used += text.length;
    if (used > GROUPS) left += text.split('\n').length;
    else blocks.push(section(text));
  };
  for (const { heading, entries, lines } of groups) {
    if (used <= GROUPS) blocks.push(divider());
    if (entries.length === 0) {
      add([heading, ...lines].join('\n'));
      continue;
    }
    for (const text of [heading, ...entries]) add(text);
    if (lines.length > 0) add(lines.join('\n'));
  }
  if (left > 0) blocks.push(section(`…and ${plural(left, 'more line')}: \`/pulse details\``));
  return blocks;
}

function digestActions(report: DigestReport): SlackBlock {
  const value = report.day;
  return actions([
    button({ action: 'my_accounts', label: 'My accounts', value }),
    button({ action: 'digest_drafts', label: 'Draft emails', value }),
    button({ action: 'digest_snooze', label: 'Snooze…', value }),
    button({ action: 'digest_why', label: 'Why these?', value }),
  ]);
}
