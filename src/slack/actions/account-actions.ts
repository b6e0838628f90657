import type { ActionName } from '../action-ids.ts';
import { healthAnswer, historyAnswer, seatsAnswer, whyAnswer } from '../commands/answers.ts';
import { renewalAnswer } from '../commands/renewal-answer.ts';
import { answer, type Handling } from '../handling.ts';
import type { SlackMessage } from '../messages/message.ts';
import type { Action } from './action.ts';

type Show = (handling: Handling, accountId: string) => Promise<SlackMessage>;

/** Buttons and menus whose value is an account; those that choose one take the place of the question. */
export const ACCOUNT_ACTIONS: readonly Action[] = [
  shows('why', whyAnswer),
  shows('history', historyAnswer),
  shows('show_health', healthAnswer),
  shows('show_seats', seatsAnswer),
  shows('pick_health', healthAnswer, true),
  shows('pick_seats', seatsAnswer, true),
  shows('pick_why', whyAnswer, true),
  shows('pick_history', historyAnswer, true),
  shows('renewal', renewalAnswer),
  shows('pick_renewal', renewalAnswer, true),
];

function shows(name: ActionName, show: Show, replace = false): Action {
  return {
    name,
    run: async (handling) => answer(await show(handling, handling.request.value), { replace }),
  };
}
