import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { ActionName } from '../action-ids.ts';
import { cleanText, untrusted } from '../mrkdwn.ts';
import { accountName, join, ownerName } from './account-lines.ts';
import { actions, button, clampLines, menu, message, section, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

/** To a second press of a form's button, whatever became of the first. */
export const SENT_TEXT =
  'This form was sent already and is taken once. Open it again to see what became of it, or to send another.';

/** What somebody without access is told, whatever they asked and whether it exists. */
export const REFUSAL_TEXT =
  'Sorry, this app only answers full members of its home workspace who were given access. Ask your workspace admin if you need it.';
/** When the check itself failed: nothing is shown until it succeeds. */
export const UNVERIFIED_TEXT = 'Sorry, your access could not be checked just now. Please try again in a minute.';
export const OUTDATED_TEXT = 'This button belongs to an older version. Run `/health` or `/pulse` for a fresh message.';

/** A short text of our own wording; it may hold mrkdwn that is already safe. */
export function notice(text: string): SlackMessage {
  return message([text], [section(text)]);
}

/** An expected failure in its own words, with foreign parts made harmless. */
export function problem(text: string): SlackMessage {
  const safe = text.split('\n').flatMap((line) => (cleanText(line) === '' ? [] : untrusted(line, { max: 1000 })));
  return notice(`⚠ ${clampLines(safe.join('\n') || 'That did not work.', 2500)}`);
}

/** An unexpected failure: it was logged once under this reference. */
export function unexpected(reference: string): SlackMessage {
  return notice(
    `⚠ Something went wrong on our side. Nothing was changed. If it happens again, give your admin this reference: \`${reference}\``,
  );
}

/** What choosing an account does: an action that takes its id, or the command that is run for that id. */
export type Choosing = ActionName | ((accountId: string) => string);

const actionOf = (choosing: Choosing): ActionName => (typeof choosing === 'string' ? choosing : 'run_command');
const chosenOf = (choosing: Choosing, { accountId }: AccountRef): string =>
  typeof choosing === 'string' ? accountId : choosing(accountId);

/** Several accounts fit the name: a menu that answers in place. */
export function picker(text: string, accounts: readonly AccountRef[], choosing: Choosing): SlackMessage {
  return chooser(`Several accounts fit “${untrusted(text)}”. Which one?`, accounts, choosing);
}

/** A question and a menu of accounts; `title` is safe mrkdwn. */
export function chooser(title: string, accounts: readonly AccountRef[], choosing: Choosing): SlackMessage {
  const lines = accounts.slice(0, 25).map((account) => `• ${accountLine(account)}`);
  const choices = accounts.map((account) => ({ ...choiceOf(account), value: chosenOf(choosing, account) }));
  const select = menu(actionOf(choosing), 'Choose an account', choices);
  const blocks: SlackBlock[] = [...sections([title, ...lines]), ...(select ? [actions([select])] : [])];
  return message([title, ...lines], blocks);
}

export interface Suggestion {
  readonly label: string;
  /** A command with its text, such as `/health bottom`. */
  readonly command: string;
}

/** No account fits: the nearest ones as buttons, and the sub-command that may have been meant. */
export function noMatch(
  text: string,
  nearest: readonly AccountRef[],
  { choosing, suggestion }: { readonly choosing: Choosing; readonly suggestion?: Suggestion | null },
): SlackMessage {
  const title = `No account fits “${untrusted(text)}”.`;
  const hint = suggestion ? [`Did you mean \`${suggestion.label}\`?`] : [];
  const near = nearest.slice(0, 3);
  const names = near.length === 0 ? [] : [`Nearest: ${near.map((account) => accountName(account)).join(' · ')}`];
  const buttons = [
    ...(suggestion ? [button({ action: 'run_command', label: suggestion.label, value: suggestion.command })] : []),
    ...near.map((account, index) =>
      button({ action: actionOf(choosing), ...choiceOf(account), value: chosenOf(choosing, account), index }),
    ),
  ];
  const lines = [title, ...hint, ...names];
  return message(lines, [...sections(lines), ...(buttons.length === 0 ? [] : [actions(buttons)])]);
}

/** A sub-command that does not exist, with the nearest one. */
export function unknownWord(word: string, known: readonly string[], suggestion: Suggestion | null): SlackMessage {
  const lines = [
    `I do not know “${untrusted(word)}”.`,
    ...(suggestion ? [`Did you mean \`${suggestion.label}\`?`] : []),
    `Known: ${known.map((one) => `\`${one}\``).join(' · ')}`,
  ];
  const buttons = suggestion
    ? [actions([button({ action: 'run_command', label: suggestion.label, value: suggestion.command })])]
    : [];
  return message(lines, [...sections(lines), ...buttons]);
}

export function choiceOf(account: AccountRef): { label: string; value: string } {
  return { label: account.name || account.accountId, value: account.accountId };
}

function accountLine(account: AccountRef): string {
  const plan = account.plan === null ? null : untrusted(account.plan, { max: 24 });
  const domain = account.domain === null ? null : untrusted(account.domain, { max: 40 });
  return join([accountName(account), domain, plan, ownerName(account)]);
}
