import { commandText, splitFirst } from '../commands/command-text.ts';
import { COMMANDS } from '../commands/index.ts';
import { answer } from '../handling.ts';
import { notice, OUTDATED_TEXT } from '../messages/notices.ts';
import type { Action } from './action.ts';

/** A suggested command as a button: answers in the question's place. */
export const runCommand: Action = {
  name: 'run_command',
  run: async (handling) => {
    const { first, rest } = splitFirst(handling.request.value.trim());
    const command = COMMANDS.find(({ name }) => name === first);
    if (!command) return answer(notice(OUTDATED_TEXT));
    return answer(await command.run(handling, commandText(rest)), { replace: true });
  },
};
