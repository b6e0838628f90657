import type { types } from '@slack/bolt';
import { commandText } from '../commands/command-text.ts';
import type { Handling } from '../handling.ts';
import { optionOf } from '../messages/layout.ts';
import { choiceOf } from '../messages/notices.ts';

const MOST = 100;

/** The options of the account menu for the letters typed so far. */
export async function suggestedOptions({ ctx, deps, request }: Handling): Promise<types.PlainTextOption[]> {
  const input = { text: commandText(request.value), limit: MOST };
  const accounts = await deps.suggestAccounts({ ctx, input });
  return accounts.flatMap((account) => optionOf(choiceOf(account))).slice(0, MOST);
}
