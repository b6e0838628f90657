import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { noticeModal } from '../../src/slack/views/notice-view.ts';
import { messageProblems, viewProblems } from './block-limits.ts';
import { HIDDEN, harmfulParts, mrkdwnTexts } from './mrkdwn-oracle.ts';

const MOST_LINK = 1_900;
const MOST_BODY = 2_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** What a message does by somebody else's will, or Slack would refuse; also where a modal shows it. */
export function messageFaults(message: SlackMessage): string[] {
  const texts = [message.text, ...mrkdwnTexts(message.blocks), ...mrkdwnTexts(message.classic)];
  return [
    ...messageProblems(message),
    ...harmfulParts(texts),
    ...faultIf(HIDDEN.test(JSON.stringify(message)), 'hidden characters'),
    ...faultIf(!isEncodable(message.text), 'URIError'),
    ...viewProblems(noticeModal('Account', message)),
  ];
}

export function viewFaults(view: object): string[] {
  return [...viewProblems(view), ...harmfulParts(mrkdwnTexts(view))];
}

/** A Markdown file: no HTML, link or image, and one line per fact. */
export function fileFaults({ name, content }: { readonly name: string; readonly content: string }): string[] {
  return [
    ...faultIf(!/^qbr-[\w-]+-\d{4}-\d\d-\d\d-(?:customer|internal)\.md$/.test(name), `the name ${name}`),
    ...faultIf(/[<>]|:\/\/|(?<!\\)\[/.test(content), 'HTML, a link or an image'),
    ...faultIf(!content.split('\n').every((line) => /^(?:$|#{1,2} |- |\S)/.test(line)), 'a line of its own'),
    ...faultIf(HIDDEN.test(content), 'hidden characters'),
  ];
}

/** A link to a mail program: one recipient, a subject, a body, and nothing that is not encoded. */
export function linkFaults(
  { bodyOmitted, url }: { readonly url: string; readonly bodyOmitted: boolean },
  to: string | null,
): string[] {
  const { pathname, search } = new URL(url);
  const query = new URLSearchParams(search);
  const keys = bodyOmitted ? 'subject' : 'subject,body';
  return [
    ...faultIf([...query.keys()].join() !== keys, `the keys ${[...query.keys()].join()}`),
    ...faultIf(pathname !== (to ?? ''), `the recipient ${pathname}`),
    ...faultIf(/[\r\n]/.test(query.get('subject') ?? '\n'), 'lines in the subject'),
    ...faultIf(!/^mailto:[A-Za-z0-9@.]*\?[A-Za-z0-9%&=\-_.!~*()]*$/.test(url), 'characters that are not encoded'),
    ...faultIf(url.length > MOST_LINK, `${url.length} characters`),
  ];
}

/** A draft for a customer, as it would be copied. */
export function draftFaults({ body, subject }: { readonly subject: string; readonly body: string }): string[] {
  return [
    ...faultIf(CONTROLS.test(`${subject}\n${body}`), 'hidden characters'),
    ...faultIf(/[<>]/.test(`${subject}${body}`), 'angle brackets'),
    ...faultIf(body.length > MOST_BODY, `${body.length} characters`),
  ];
}

/** A CSV of one column under one heading: as many cells as texts, the texts themselves, and none that a spreadsheet runs. */
export function csvFaults(csv: string, texts: readonly string[]): string[] {
  const cells = cellsOf(csv);
  return [
    ...faultIf(cells.length !== texts.length + 1, `${cells.length} cells of ${texts.length + 1}`),
    ...faultIf(
      cells.slice(1).some((cell, index) => cell !== texts[index] && cell !== `'${texts[index]}`),
      'another text',
    ),
    ...cells
      .filter((cell) => /^[=+\-@＝＋－＠\t\r\n]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell))
      .map((cell) => `a formula: ${cell.slice(0, 20)}`),
  ];
}

/** RFC 4180, for one column. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^"\r\n]*))\r\n/gy)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

function isEncodable(text: string): boolean {
  try {
    return encodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}

const faultIf = (isFault: boolean, fault: string): string[] => (isFault ? [fault] : []);
