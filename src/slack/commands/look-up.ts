import type { ActionName } from '../action-ids.ts';
import type { Handling } from '../handling.ts';
import type { SlackMessage } from '../messages/message.ts';
import { noMatch, picker, type Suggestion } from '../messages/notices.ts';
import { unquoted } from './command-text.ts';

export interface LookUp {
  readonly text: string;
  /** What choosing one of several does. */
  readonly action: ActionName;
  readonly show: (accountId: string) => Promise<SlackMessage>;
  /** A sub-command that may have been meant. */
  readonly suggestion?: Suggestion | null;
}

/** One account answers, several ask, none lists the nearest. */
export async function lookUp(
  { ctx, deps }: Handling,
  { text, action, show, suggestion }: LookUp,
): Promise<SlackMessage> {
  const name = unquoted(text);
  const match = await deps.findAccount({ ctx, input: { text: name } });
  switch (match.kind) {
    case 'one':
      return show(match.account.accountId);
    case 'several':
      return picker(name, match.accounts, action);
    case 'none':
      return noMatch(name, match.nearest, { action, suggestion: suggestion ?? null });
  }
}
