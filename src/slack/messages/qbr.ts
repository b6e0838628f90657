import type { QbrPack } from '../../app/qbr/reports.ts';
import { escapeMrkdwn, plain } from '../mrkdwn.ts';
import { accountName, standLine } from './account-lines.ts';
import { context, divider, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { briefIdentity, briefSections } from './qbr-brief.ts';

/** Of the characters that a message's blocks may have in all. */
const BRIEF = 5500;
const OUTLINE = 4200;
const WARNINGS = 5;

/** What became of the files: sent, not allowed by the installation, or not taken by Slack. */
export type FilesState = 'sent' | 'no_scope' | 'failed';

const FILES: Readonly<Record<FilesState, string>> = {
  sent: 'Both are files in your direct messages with this app: one for us, one for the customer.',
  no_scope:
    'No files were sent: the app was not granted `files:write`. The outline below is its whole text, ready to copy.',
  failed: 'Slack did not take the files just now. The outline below is its whole text, ready to copy.',
};

/** The pack in one message for the asker: our brief first, then what the customer may see. */
export function qbrMessage(pack: QbrPack, { money, files }: Viewer & { readonly files: FilesState }): SlackMessage {
  const title = `*QBR pack: ${briefIdentity(pack.brief)}*`;
  const head = [title, FILES[files], ...warningLines(pack), '*For us only, not for the customer*'];
  const brief = fitLines(
    briefSections(pack.brief, { money }).flatMap((part) => [
      `*${part.title}*`,
      ...part.lines.map((line) => `• ${line}`),
    ]),
    BRIEF,
  );
  const outline = fitLines(outlineLines(pack.outline.text), OUTLINE).kept;
  const ours = [...head, ...brief.kept];
  const theirs = [`*For the customer: ${accountName(pack.account)}*`, ...outline];
  const stand = standLine(pack.stand);
  return message(
    [...head.slice(0, 2), ...theirs, ...head.slice(2), ...brief.kept, stand],
    [...sections(ours), divider(), ...sections(theirs), context(stand)],
  );
}

function warningLines({ outline: { warnings } }: QbrPack): string[] {
  return warnings
    .slice(0, WARNINGS)
    .map((warning) => `⚠ Check the outline: ${escapeMrkdwn(plain(warning, { max: 200 }))}`);
}

function outlineLines(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => {
      if (line.startsWith('## ')) return `*${escapeMrkdwn(line.slice(3))}*`;
      return escapeMrkdwn(line.startsWith('- ') ? `• ${line.slice(2)}` : line);
    });
}

export interface QbrFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Two files, so that ours is not sent on by mistake with the one for the customer. */
export function qbrFiles(pack: QbrPack, viewer: Viewer): readonly QbrFile[] {
  const name = fileName(pack.account.accountId);
  const { day } = pack.stand;
  return [
    { name: `qbr-${name}-${day}-customer.md`, title: 'Outline for the customer', content: pack.outline.text },
    {
      name: `qbr-${name}-${day}-internal.md`,
      title: 'Internal brief, do not forward',
      content: briefFile(pack, viewer),
    },
  ];
}

function briefFile({ brief, stand }: QbrPack, viewer: Viewer): string {
  const parts = briefSections(brief, viewer).flatMap(({ title, lines }) => [
    '',
    `## ${title}`,
    '',
    ...lines.map((line) => `- ${escapeMarkdown(line)}`),
  ]);
  const head = [
    `# Internal brief: ${escapeMarkdown(briefIdentity(brief))}`,
    '',
    'For us only: do not forward it to the customer.',
  ];
  return `${[...head, ...parts, '', escapeMarkdown(standLine(stand))].join('\n')}\n`;
}

/** Characters that Markdown would act on; the angle brackets are entities already. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]|~#]/g, '\\$&').replaceAll('\n', ' ');
}

/** An account's id as a part of the name of a file. */
export function fileName(accountId: string): string {
  return (
    accountId
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'account'
  );
}
