import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { Handling } from '../handling.ts';
import { accountName } from '../messages/account-lines.ts';
import { withNote } from '../messages/layout.ts';
import type { SlackMessage } from '../messages/message.ts';
import { type Choosing, noMatch, picker, type Suggestion } from '../messages/notices.ts';
import { untrusted } from '../mrkdwn.ts';
import { unquoted } from './command-text.ts';

export interface LookUp {
  readonly text: string;
  /** What choosing one of several does. */
  readonly choosing: Choosing;
  readonly show: (accountId: string) => Promise<SlackMessage>;
  /** A sub-command that may have been meant. */
  readonly suggestion?: Suggestion | null;
}

/** One account answers, several ask, none lists the nearest. */
export async function lookUp(
  { ctx, deps }: Handling,
  { text, choosing, show, suggestion }: LookUp,
): Promise<SlackMessage> {
  const name = unquoted(text);
  const match = await deps.findAccount({ ctx, input: { text: name } });
  switch (match.kind) {
    case 'one':
      return noted(await show(match.account.accountId), name, match.account);
    case 'several':
      return picker(name, match.accounts, choosing);
    case 'none':
      return noMatch(name, match.nearest, { choosing, suggestion: suggestion ?? null });
  }
}

/** Says which account was taken where the name, domain or id does not hold what was typed. */
function noted(shown: SlackMessage, typed: string, account: AccountRef): SlackMessage {
  const [wanted, ...known] = [typed, account.name, account.accountId, account.domain ?? ''].map(lettersOf);
  if (wanted === undefined || known.some((one) => one.includes(wanted))) return shown;
  return withNote(shown, `“${untrusted(typed)}” was taken for *${accountName(account)}*`);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
